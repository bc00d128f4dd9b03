import type { ExecutionEnd } from '../../../engine/store/contract';
import { DispatchBench, MINUTE, SECOND, SUCCESS } from './dispatch-bench';
import { turn } from './virtual-timers';

describe('Dispatcher: leases', () => {
	it('renews the leases of running executions three times as often as they last', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		await bench.pass(MINUTE + 1);
		expect(bench.store.renewals.map(({ lease, until }) => [lease, until - bench.start])).toEqual([
			['lease-1', 80 * SECOND],
			['lease-1', 100 * SECOND],
			['lease-1', 120 * SECOND],
		]);
	});

	it('renews the lease of a long execution while short ones keep starting', async () => {
		const bench = new DispatchBench({ batch: 1, inFlight: 5 });
		bench.due(0, ...Array.from({ length: 12 }, (_, i) => i * 10 * SECOND + 9 * SECOND));
		await bench.run();
		const [long] = bench.executions;
		for (let i = 0; i < 12; i++) {
			await bench.pass(10 * SECOND);
			await bench.executions.at(-1)!.end();
		}
		const renewed = bench.store.renewals.filter(({ lease }) => lease === long!.claim.lease);
		expect(renewed).toHaveLength(6);
	});

	it('lets the lease of an ended execution be', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		await bench.executions[0]!.end();
		await bench.pass(5 * MINUTE);
		expect(bench.store.renewals).toEqual([]);
	});

	it('writes the end of an execution after a renewal that is under way', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		let open: () => void = () => undefined;
		bench.store.renewalGate = new Promise((resolve) => (open = resolve));
		await bench.pass(20 * SECOND);
		await bench.executions[0]!.end({ kind: 'waiting', until: bench.start + 60 * MINUTE });
		expect(bench.store.writes).toEqual([]);
		open();
		await turn();
		expect(bench.store.writes).toEqual(['renew lease-1', 'end lease-1']);
	});

	it('renews the other leases when one cannot be renewed, and tries that one again', async () => {
		const bench = new DispatchBench({ batch: 1 });
		bench.due(0, 0);
		await bench.run();
		bench.store.faults.renewLease.push(new Error('database is locked'));
		await bench.pass(20 * SECOND);
		expect(bench.store.writes).toEqual(['renew lease-2']);
		await bench.pass(20 * SECOND);
		expect(bench.store.writes).toEqual(['renew lease-2', 'renew lease-1', 'renew lease-2']);
		expect(bench.reports).toEqual([new Error('database is locked')]);
	});
});

describe('Dispatcher: how executions end', () => {
	it.each<[string, ExecutionEnd]>([
		['in success', SUCCESS],
		['with an error', { kind: 'error', error: 'The node broke' }],
		['in a wait', { kind: 'waiting', until: 1_900_000_000_000 }],
	])('tells the store of an execution that ended %s', async (_, end) => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		await bench.executions[0]!.end(end);
		expect(bench.store.ends).toEqual([{ lease: 'lease-1', end }]);
	});

	it('leaves the lease to run out when the end of the execution cannot be known', async () => {
		const bench = new DispatchBench({ batch: 1, inFlight: 1 });
		bench.due(0, 0);
		await bench.run();
		await bench.executions[0]!.end(null);
		expect(bench.store.ends).toEqual([]);
		expect(bench.batches).toEqual([1, 1]);
	});

	it('gives the steps back with the error when the execution could not be started', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		await bench.executions[0]!.fail(new Error('n8n is shutting down'));
		expect(bench.store.ends).toEqual([{ lease: 'lease-1', end: { kind: 'error', error: 'n8n is shutting down' } }]);
		expect(bench.reports).toEqual([new Error('n8n is shutting down')]);
	});
});

describe('Dispatcher: a store that fails', () => {
	it.each(['claimDue', 'nextDueAt'] as const)('reports a failing %s and goes on after pollMs', async (verb) => {
		const bench = new DispatchBench();
		bench.store.faults[verb].push(new Error('disk is full'));
		await bench.run();
		expect(bench.reports).toEqual([new Error('disk is full')]);
		bench.store.add(bench.start + SECOND);
		await bench.pass(6 * SECOND);
		expect(bench.batches).toEqual([1]);
	});

	it('tries every pollMs and no more often', async () => {
		const bench = new DispatchBench();
		bench.store.faults.claimDue.push(...Array.from({ length: 100 }, () => new Error('disk is full')));
		bench.due(0);
		await bench.run();
		await bench.pass(MINUTE + 1);
		expect(bench.reports).toHaveLength(13);
	});

	it('frees the place of an execution whose end could not be written', async () => {
		const bench = new DispatchBench({ batch: 1, inFlight: 1 });
		bench.store.faults.endExecution.push(new Error('disk is full'));
		bench.due(0, 0);
		await bench.run();
		await bench.executions[0]!.end();
		expect(bench.reports).toEqual([new Error('disk is full')]);
		expect(bench.batches).toEqual([1, 1]);
	});
});

describe('Dispatcher: stopping', () => {
	it('claims nothing more, and is woken by nothing', async () => {
		const bench = new DispatchBench();
		await bench.run();
		await bench.dispatcher.stop();
		expect(bench.store.listener).toBeNull();
		bench.due(0);
		await bench.pass(MINUTE);
		expect(bench.claimTimes).toEqual([0]);
	});

	it('keeps the leases of executions in flight, and writes their ends', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		await bench.run();
		await bench.dispatcher.stop();
		await bench.pass(30 * SECOND);
		await bench.executions[0]!.end();
		expect(bench.store.writes).toEqual(['renew lease-1', 'end lease-1']);
		expect(bench.claimTimes).toEqual([0]);
	});

	it('gives back at once what a claim brings after the stop', async () => {
		const bench = new DispatchBench();
		bench.due(0);
		bench.dispatcher.start();
		await bench.dispatcher.stop();
		expect(bench.executions).toEqual([]);
		expect(bench.store.renewals).toEqual([{ lease: 'lease-1', until: bench.start }]);
	});
});
