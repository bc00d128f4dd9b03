/** Nobody gets lost: with sequences open and nothing in the way, everybody comes to an end, or waits for a decision. */
import { MINUTE } from '../../test/conformance/builders';
import type { Action } from './actions';
import { must } from './invariants/broken';
import { live } from './invariants/runs';
import { snapshot } from './snapshot';
import type { World } from './world';

/** Two sequences may lead to each other; each round lets one of them go on at its next time. */
const MOST_ROUNDS = 120;

const MOST_REVIEWS = 8;

const ANSWERS = [{ kind: 'accepted' as const }];

export async function letEverybodyGoOn(world: World, act: (action: Action) => Promise<unknown>): Promise<void> {
	await act({ do: 'crash', left: true, after: 0 });
	for (const sequence of [0, 1]) {
		await act({ do: 'publish', sequence, edit: { kind: 'nothing' }, after: 0 });
		await act({ do: 'resume', sequence, after: 0 });
	}
	// Old reviews first: deciding about all of them leaves nobody at a gate.
	for (let which = 0; which < MOST_REVIEWS; which++) await act({ do: 'decide', which, verdict: 'approve', after: 0 });
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const next = await nextTime(world);
		if (next === null) break;
		await act({ do: 'work', sequence: next.sequence, answers: ANSWERS, after: Math.max(0, Math.ceil((next.at - world.now) / MINUTE)) });
		if (round === MOST_ROUNDS - 1) must(world.history.plans.some((plan) => plan.next), 'steps are due again and again');
	}
	await act({ do: 'tidy', after: 16 });
	await checkNobodyWaits(world);
}

async function nextTime(world: World): Promise<{ sequence: number; at: number } | null> {
	const times = await Promise.all(world.plans.map(async ({ id }, sequence) => ({ sequence, at: await world.account.nextDueAt(id) })));
	const due = times.flatMap(({ sequence, at }) => (at === null ? [] : [{ sequence, at }]));
	return due.sort((a, b) => a.at - b.at)[0] ?? null;
}

async function checkNobodyWaits(world: World): Promise<void> {
	if ((await nextTime(world)) !== null) return;
	const { runs, sends } = await snapshot(world.ground);
	for (const run of runs.values()) {
		must(!live(run) || run.state === 'paused' || run.due_at === null, `run ${run.id} is left waiting at step ${run.step}`);
	}
	const flying = new Set(world.posts.filter(({ truth }) => truth === 'flying').map(({ wamid }) => wamid));
	must(flying.size === 0, 'a POST is still under way');
	for (const send of sends.values()) must(send.state !== 'sending', `send ${send.id} is left as sending`);
}
