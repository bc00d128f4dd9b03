/** Plays one action of a history on the real store. */
import type { Action } from '../actions';
import { edited, type Edit } from '../plans';
import type { World } from '../world';
import { beginOne, claim, crash, end, guard, refuse, renew, settleOne, work } from './executions';
import { decide, gate } from './reviews';
import { convert, enroll, remove, steer } from './people';
import { answerByHand, prefer, replay, tellStatus, write } from './webhooks';

export async function play(world: World, action: Action): Promise<void> {
	world.pass(action.after);
	switch (action.do) {
		case 'enroll':
			return enroll(world, action);
		case 'work':
			return work(world, action);
		case 'claim':
			return void (await claim(world, action.sequence));
		case 'begin':
			return beginOne(world, action);
		case 'settle':
			return settleOne(world, action);
		case 'refuse':
			return refuse(world, action);
		case 'guard':
			return guard(world, action);
		case 'gate':
			return gate(world, action);
		case 'decide':
			return decide(world, action);
		case 'silence':
			return void (await world.account.endSilence(50, world.now));
		case 'renew':
			return renew(world, action);
		case 'end':
			return end(world, action);
		case 'status':
			return tellStatus(world, action);
		case 'write':
			return write(world, action);
		case 'prefer':
			return prefer(world, action);
		case 'human':
			return answerByHand(world, action);
		case 'replay':
			return replay(world, action.which);
		case 'remove':
			return remove(world, action);
		case 'steer':
			return steer(world, action);
		case 'publish':
			return publish(world, action.sequence, action.edit);
		case 'close':
			return world.account.closeSequence(world.owner(action.sequence), world.now);
		case 'pause':
			return void (await world.account.pauseSequence(world.plans[action.sequence]!.current.name, 'holidays', world.now));
		case 'resume':
			return void (await world.account.resumeSequence(world.plans[action.sequence]!.current.name, world.now));
		case 'convert':
			return convert(world, action);
		case 'tidy':
			return void (await world.account.markStranded(world.now));
		case 'crash':
			return crash(world, action.left);
	}
}

export async function publish(world: World, sequence: number, edit: Edit): Promise<void> {
	const plan = world.plans[sequence]!;
	const definition = edited(plan.current, edit);
	if (!definition) return;
	const { version } = await world.account.publishSequence(definition, world.owner(sequence), world.now);
	if (version > plan.versions.length) plan.versions.push(definition);
	plan.current = definition;
}
