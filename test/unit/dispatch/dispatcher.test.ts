import { DispatchBench, MINUTE, SECOND, SUCCESS } from './dispatch-bench';
import { turn } from './virtual-timers';

describe('Dispatcher: when it claims', () => {
	it('hands out what is due at once, as one execution', async () => {
		const bench = new DispatchBench();
		bench.due(0, -5, -MINUTE);
		await bench.run();
		expect(bench.batches).toEqual([3]);
		expect(bench.store.claims[0]!.request).toEqual({ sequenceId: 'sequence', owner: 'me', limit: 10, leaseMs: MINUTE });
	});

	it('sleeps until the next step is due, to the millisecond', async () => {
		const bench = new DispatchBench();
		bench.due(1_234);
		await bench.run();
		await bench.pass(MINUTE);
		expect(bench.executions.map(({ startedAt }) => startedAt)).toEqual([1_234]);
	});

	it('gathers what comes due within a second of the first into one execution', async () => {
		const bench = new DispatchBench({ gatherMs: SECOND });
		bench.due(500, 520, 540, 900, 1_501);
		await bench.run();
		await bench.pass(MINUTE);
		expect(bench.executions.map(({ startedAt }) => startedAt)).toEqual([900, 1_900]);
		expect(bench.batches).toEqual([4, 1]);
	});

	it('gathers what comes due within a second of a claim, too', async () => {
		const bench = new DispatchBench({ gatherMs: SECOND });
		bench.due(0, 20, 900);
		await bench.run();
		await bench.pass(MINUTE);
		expect(bench.executions.map(({ startedAt }) => startedAt)).toEqual([0, 1_000]);
		expect(bench.batches).toEqual([1, 2]);
	});

	it('lets nobody wait who is made due at once while others are gathered', async () => {
		const bench = new DispatchBench({ gatherMs: SECOND });
		bench.due(500, 900);
		await bench.run();
		await bench.pass(100);
		bench.due(100);
		await turn();
		expect(bench.batches).toEqual([1]);
	});

	it('gathers nothing after a full claim: more is due already', async () => {
		const bench = new DispatchBench({ gatherMs: SECOND, batch: 2, inFlight: 5 });
		bench.due(0, 0, 0, 0, 0);
		await bench.run();
		expect(bench.batches).toEqual([2, 2, 1]);
	});

	it('looks again after pollMs when nothing waits, since other processes may have made steps due', async () => {
		const bench = new DispatchBench();
		await bench.run();
		await bench.pass(16 * SECOND);
		expect(bench.claimTimes).toEqual([0, 5_000, 10_000, 15_000]);
	});

	it('never sleeps longer than pollMs', async () => {
		const bench = new DispatchBench();
		bench.due(30 * 24 * 60 * MINUTE);
		await bench.run();
		await bench.pass(6 * SECOND);
		expect(bench.claimTimes).toEqual([0, 5_000]);
	});

	it('wakes at once when this process has made a step due, and stays asleep for other sequences', async () => {
		const bench = new DispatchBench();
		await bench.run();
		await bench.pass(SECOND);
		bench.store.listener?.('another sequence');
		await turn();
		expect(bench.claimTimes).toEqual([0]);
		bench.due(SECOND);
		await turn();
		expect(bench.executions.map(({ startedAt }) => startedAt)).toEqual([1_000]);
	});

	it('looks once more when a step becomes due in the middle of a round, and never runs two rounds at once', async () => {
		const bench = new DispatchBench();
		bench.store.duringClaim = () => {
			bench.store.duringClaim = () => undefined;
			bench.store.listener?.('sequence');
			bench.store.listener?.('sequence');
		};
		await bench.run();
		expect(bench.claimTimes).toEqual([0, 0]);
		expect(bench.store.mostClaimsAtOnce).toBe(1);
	});

	it('does not spin while another process is at what is due', async () => {
		const bench = new DispatchBench();
		bench.store.lockedSince = bench.start - MINUTE;
		await bench.run();
		await bench.pass(SECOND);
		expect(bench.store.claims.length).toBeLessThanOrEqual(6);
	});
});

describe('Dispatcher: batches and executions in flight', () => {
	it('fills executions up to the batch size, as many as may run at once', async () => {
		const bench = new DispatchBench({ batch: 10, inFlight: 2 });
		bench.due(...Array.from({ length: 25 }, () => 0));
		await bench.run();
		expect(bench.batches).toEqual([10, 10]);
	});

	it('claims the rest when an execution ends', async () => {
		const bench = new DispatchBench({ batch: 10, inFlight: 2 });
		bench.due(...Array.from({ length: 25 }, () => 0));
		await bench.run();
		await bench.executions[0]!.end();
		expect(bench.batches).toEqual([10, 10, 5]);
	});

	it('does not spin while every place is taken and more is due', async () => {
		const bench = new DispatchBench({ batch: 1, inFlight: 1 });
		bench.due(-MINUTE, -MINUTE, -MINUTE);
		await bench.run();
		await bench.pass(MINUTE);
		expect(bench.store.claims).toHaveLength(1);
		await bench.executions[0]!.end();
		expect(bench.store.claims).toHaveLength(2);
	});

	it('goes on claiming when the store settled a whole batch by itself, and starts no execution for it', async () => {
		const bench = new DispatchBench({ batch: 2 });
		bench.store.settles.push(2, 2, 1);
		bench.due(0, 0, 0, 0, 0);
		await bench.run();
		expect(bench.store.claims).toHaveLength(3);
		expect(bench.executions).toHaveLength(0);
		await bench.pass(4 * SECOND);
		expect(bench.store.claims).toHaveLength(3);
	});

	it('counts settled steps towards a full batch', async () => {
		const bench = new DispatchBench({ batch: 2, inFlight: 5 });
		bench.store.settles.push(1);
		bench.due(0, 0, 0);
		await bench.run();
		expect(bench.batches).toEqual([1, 1]);
	});

	it('gets a thousand due steps out in as many executions as batches', async () => {
		const bench = new DispatchBench({ batch: 500, inFlight: 3 });
		bench.instantly = SUCCESS;
		bench.due(...Array.from({ length: 1_000 }, () => 0));
		await bench.run();
		await bench.pass(SECOND);
		expect(bench.batches).toEqual([500, 500]);
	});
});
