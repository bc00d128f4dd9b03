import { Housekeeper } from '../../../engine/dispatch/housekeeper';
import type { Pruned, PruneRequest } from '../../../engine/store/contract/maintenance';
import { turn, VirtualTimers } from './virtual-timers';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const nothing: Pruned = { timelineEvents: 0, sends: 0, webhookEvents: 0, sequenceEvents: 0, next: null };

/** A store that answers as it is told, and writes down when it was asked for what. */
function scene(answers: Array<Pruned | Error> = []) {
	const timers = new VirtualTimers(0);
	const calls: Array<PruneRequest & { now: number }> = [];
	const reported: unknown[] = [];
	const marked: number[] = [];
	const store = {
		markStranded: async (now: number): Promise<number> => marked.push(now),
		prune: async (request: PruneRequest, now: number): Promise<Pruned> => {
			calls.push({ ...request, now });
			const answer = answers.shift() ?? nothing;
			if (answer instanceof Error) throw answer;
			return answer;
		},
	};
	const until = (ms: number) => timers.run(new Promise<void>((resolve) => void timers.after(ms - timers.now(), resolve)));
	return { timers, calls, marked, reported, until, ports: { store, timers, report: (error: unknown) => void reported.push(error) } };
}

describe('the housekeeper', () => {
	it('begins five minutes after the start, and comes back every hour', async () => {
		const { calls, until, ports } = scene();
		new Housekeeper(30 * DAY, ports).start();
		await until(5 * MINUTE - 1);
		expect(calls).toEqual([]);
		await until(3 * HOUR);
		expect(calls.map(({ now }) => now)).toEqual([5 * MINUTE, 5 * MINUTE + HOUR, 5 * MINUTE + 2 * HOUR]);
	});

	it('asks for what is older than the user keeps, a bounded bite at a time', async () => {
		const { calls, until, ports } = scene();
		new Housekeeper(30 * DAY, ports).start();
		await until(HOUR);
		expect(calls).toEqual([{ historyBefore: 5 * MINUTE - 30 * DAY, after: null, limit: 1_000, now: 5 * MINUTE }]);
	});

	it('leaves history alone when it is kept for ever, and still forgets inbound messages', async () => {
		const { calls, until, ports } = scene();
		new Housekeeper(null, ports).start();
		await until(HOUR);
		expect(calls).toMatchObject([{ historyBefore: null }]);
	});

	it('goes on where the last bite ended, with a pause in between', async () => {
		const { calls, until, ports } = scene([{ ...nothing, next: 'a' }, { ...nothing, next: 'b' }]);
		new Housekeeper(DAY, ports).start();
		await until(HOUR);
		expect(calls.map(({ after, now }) => [after, now - 5 * MINUTE])).toEqual([
			[null, 0],
			['a', 250],
			['b', 500],
		]);
	});

	it('looks for sends whose process died once in each pass', async () => {
		const { marked, until, ports } = scene([{ ...nothing, next: 'a' }]);
		new Housekeeper(null, ports).start();
		await until(2 * HOUR);
		expect(marked).toEqual([5 * MINUTE, 5 * MINUTE + 250 + HOUR]);
	});

	it('says what failed, and tries a whole pass an hour later', async () => {
		const { calls, reported, until, ports } = scene([{ ...nothing, next: 'a' }, new Error('disk full')]);
		new Housekeeper(DAY, ports).start();
		await until(2 * HOUR);
		expect(reported).toEqual([new Error('disk full')]);
		expect(calls.map(({ after }) => after)).toEqual([null, 'a', null]);
	});

	it('does nothing more once it is stopped, also when that happens during a bite', async () => {
		const { calls, until, ports } = scene();
		const early = new Housekeeper(DAY, ports);
		early.start();
		early.stop();
		await until(HOUR);
		expect(calls).toEqual([]);

		const late = new Housekeeper(DAY, {
			...ports,
			store: {
				...ports.store,
				prune: async (request, now) => {
					late.stop();
					return ports.store.prune(request, now);
				},
			},
		});
		late.start();
		await until(5 * HOUR);
		await turn();
		expect(calls).toHaveLength(1);
	});
});
