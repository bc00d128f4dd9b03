/** A dispatcher over a fake store, with a clock moved by hand. */
import { Dispatcher, type DispatchSettings } from '../../../engine/dispatch/dispatcher';
import { sleep } from '../../../engine/dispatch/timers';
import type { Claim, ExecutionEnd } from '../../../engine/store/contract';
import { FakeDueStore } from './fake-due-store';
import { turn, VirtualTimers } from './virtual-timers';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const SUCCESS: ExecutionEnd = { kind: 'success' };

export interface Execution {
	claim: Claim;
	startedAt: number;
	end(end?: ExecutionEnd | null): Promise<void>;
	fail(error: unknown): Promise<void>;
}

/** Its executions run until the test ends them. */
export class DispatchBench {
	readonly timers = new VirtualTimers();
	readonly start = this.timers.now();
	readonly store = new FakeDueStore();
	readonly executions: Execution[] = [];
	readonly reports: unknown[] = [];
	/** Ends executions as soon as they start. */
	instantly: ExecutionEnd | null = null;
	readonly dispatcher: Dispatcher;

	constructor(more: Partial<DispatchSettings> = {}) {
		const settings = { sequenceId: 'sequence', owner: 'me', batch: 10, inFlight: 2, leaseMs: MINUTE, pollMs: 5 * SECOND, gatherMs: 0, ...more };
		this.dispatcher = new Dispatcher(settings, {
			store: this.store,
			timers: this.timers,
			report: (error) => this.reports.push(error),
			emit: (claim) =>
				new Promise((resolve, reject) => {
					const end = async (how: ExecutionEnd | null = SUCCESS) => (resolve(how), await turn());
					const fail = async (error: unknown) => (reject(error), await turn());
					this.executions.push({ claim, startedAt: this.timers.now() - this.start, end, fail });
					if (this.instantly) resolve(this.instantly);
				}),
		});
	}

	/** People whose step is due so many milliseconds after the start. */
	due(...times: number[]): void {
		this.store.add(...times.map((time) => this.start + time));
	}

	async run(): Promise<void> {
		this.dispatcher.start();
		await turn();
	}

	async pass(ms: number): Promise<void> {
		await this.timers.run(sleep(this.timers, ms));
		await turn();
	}

	get claimTimes(): number[] {
		return this.store.claims.map(({ now }) => now - this.start);
	}

	get batches(): number[] {
		return this.executions.map(({ claim }) => claim.steps.length);
	}
}
