import { MicroBatch } from '../../../engine/listener/micro-batch';
import type { Timers } from '../../../engine/dispatch/timers';

/** A clock that moves when it is told to. */
function handTimers(): Timers & { tick(): Promise<void> } {
	const alarms: Array<() => void> = [];
	return {
		now: () => 0,
		after(_ms, action) {
			alarms.push(action);
			return () => undefined;
		},
		async tick() {
			for (const action of alarms.splice(0)) action();
			await new Promise((resolve) => setImmediate(resolve));
		},
	};
}

function batchOf(work: (items: number[]) => Promise<void>, most = 1000) {
	const timers = handTimers();
	return { timers, batch: new MicroBatch<number>({ gatherMs: 5, most, weigh: () => 1, work, timers }) };
}

test('what arrives within a moment is worked on together', async () => {
	const calls: number[][] = [];
	const { batch, timers } = batchOf(async (items) => void calls.push(items));
	const all = Promise.all([batch.add(1), batch.add(2), batch.add(3)]);
	await timers.tick();
	await all;
	expect(calls).toEqual([[1, 2, 3]]);
});

test('what arrives during a call goes with the next one', async () => {
	const calls: number[][] = [];
	let release = (): void => undefined;
	const { batch, timers } = batchOf(async (items) => {
		calls.push(items);
		if (calls.length === 1) await new Promise<void>((resolve) => (release = resolve));
	});
	const first = batch.add(1);
	await timers.tick();
	const others = Promise.all([batch.add(2), batch.add(3)]);
	release();
	await Promise.all([first, others]);
	expect(calls).toEqual([[1], [2, 3]]);
});

test('a call is never heavier than allowed, but for an item that is so alone', async () => {
	const calls: number[][] = [];
	const timers = handTimers();
	const batch = new MicroBatch<number>({ gatherMs: 5, most: 10, weigh: (item) => item, work: async (items) => void calls.push(items), timers });
	const all = Promise.all([4, 5, 6, 25, 1].map((item) => batch.add(item)));
	await timers.tick();
	await all;
	expect(calls).toEqual([[4, 5], [6], [25], [1]]);
});

test('an item that cannot be worked on fails alone; its neighbours are done, once each', async () => {
	const done: number[] = [];
	const { batch, timers } = batchOf(async (items) => {
		if (items.includes(2)) throw new Error('not this one');
		done.push(...items);
	});
	const results = Promise.allSettled([batch.add(1), batch.add(2), batch.add(3)]);
	await timers.tick();
	expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(done).toEqual([1, 3]);
});

test('it is settled when nothing is left', async () => {
	const done: number[] = [];
	const { batch, timers } = batchOf(async (items) => void done.push(...items));
	await batch.settled();
	void batch.add(1);
	const settled = batch.settled();
	await timers.tick();
	await settled;
	expect(done).toEqual([1]);
});
