/** Plays a history to its end and looks at the store after every action. */
import type { Action, History } from './actions';
import { elsewhere } from './elsewhere';
import type { Ground } from './ground';
import { checkAll } from './invariants';
import { letEverybodyGoOn } from './let-go-on';
import { play } from './play';
import { snapshot } from './snapshot';
import { withSteadyIds } from './steady-ids';
import { World } from './world';

/** Throws what is broken, with the action after which it was. */
export async function liveThrough(ground: Ground, history: History): Promise<void> {
	await withSteadyIds(() => live(ground, history));
}

async function live(ground: Ground, history: History): Promise<void> {
	const world = await World.begin(ground, history);
	const checkElsewhere = history.drain ? await elsewhere(world) : null;
	let before = await snapshot(ground);
	const act = async (action: Action): Promise<void> => {
		await play(world, action);
		const now = await snapshot(ground);
		checkAll(world, before, now, action);
		before = now;
	};
	for (const [index, action] of history.actions.entries()) await naming(`Action ${index + 1}`, () => act(action));
	if (history.drain) await naming('Letting everybody go on', () => letEverybodyGoOn(world, act));
	await checkElsewhere?.();
}

async function naming(what: string, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		throw error instanceof Error ? Object.assign(error, { message: `${what}: ${error.message}` }) : error;
	}
}
