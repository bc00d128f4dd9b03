/** What a workflow or a person does with people: enroll, remove, steer, record what they bought. */
import type { EnrollmentChange, EnrollRequest } from '../../../engine/store/contract';
import { MINUTE } from '../../../test/conformance/builders';
import type { Command, Deed } from '../actions';
import { ACCOUNT } from '../ground';
import { NAMES } from '../plans';
import { snapshot } from '../snapshot';
import { pick, WHO, type World } from '../world';

type Did<Name extends Deed['do']> = Extract<Deed, { do: Name }>;

export async function enroll(world: World, { who, sequence, reentry, reference, byMessage, byRun }: Did<'enroll'>): Promise<void> {
	const messageId = byMessage ? world.lastMessage.get(who) : undefined;
	const startedBy = byRun ? pick(world.held, who)?.step.enrollmentId : undefined;
	const request: EnrollRequest = {
		sequence: world.plans[sequence]!.current.name,
		contact: WHO[who]!,
		reentry,
		reference,
		context: {},
		...(messageId ? { messageId } : {}),
		...(startedBy ? { startedBy } : {}),
	};
	await world.account.enroll([request], world.now);
}

export async function remove(world: World, { who, sequence }: Did<'remove'>): Promise<void> {
	await world.account.remove([{ sequence: NAMES[sequence]!, contact: WHO[who]! }], 'removed', world.now);
}

export async function steer(world: World, { who, sequence, command }: Did<'steer'>): Promise<void> {
	const plan = world.plans[sequence]!;
	const [run] = await world.account.getEnrollments([{ sequence: plan.current.name, contact: WHO[who]! }]);
	if (!run) return;
	const { steps } = plan.versions[run.version - 1]!;
	const known = steps.filter(({ name }) => plan.current.steps.some((one) => one.name === name));
	const change = changeOf(world, command, known.map(({ name }) => name));
	if (!change) return;
	const [changed] = await world.account.changeEnrollments([{ target: { id: run.id }, change }], world.now);
	if (!changed!.applied) return;
	if (command.kind !== 'pause' && command.kind !== 'cancel') world.steered.add(run.id);
	const again = change.kind === 'jump' ? change.step : change.kind === 'resume' && change.unconfirmed === 'again' ? run.step : null;
	for (const post of world.posts) if (post.runId === run.id && post.step === again) post.superseded = true;
}

function changeOf(world: World, command: Command, steps: string[]): EnrollmentChange['change'] | null {
	switch (command.kind) {
		case 'pause':
		case 'skip':
			return { kind: command.kind };
		case 'resume':
			return { kind: 'resume', unconfirmed: command.unconfirmed };
		case 'reschedule':
			return { kind: 'reschedule', at: world.now + command.minutes * MINUTE };
		case 'jump':
		case 'cancel': {
			const step = pick(steps, command.step);
			if (step === undefined) return null;
			return command.kind === 'jump' ? { kind: 'jump', step, when: command.when } : { kind: 'cancel', step };
		}
	}
}

export async function convert(world: World, { who, order }: Did<'convert'>): Promise<void> {
	const bought = { orderId: `order ${order}`, value: 10, currency: 'EUR', coupon: null, at: world.now };
	const before = (await snapshot(world.ground, ACCOUNT, ['conversion'])).conversions.some(({ order_id }) => order_id === bought.orderId);
	const [recorded] = await world.account.recordConversions([{ ...bought, contact: WHO[who]! }], world.now);
	if ((recorded!.outcome === 'known') !== before) throw new Error(`the order was ${recorded!.outcome}, and ${before ? '' : 'not '}there before`);
}
