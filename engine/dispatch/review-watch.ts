/**
 * Looks after reviews while a trigger is active: silence that counts by now, and executions whose items are all decided.
 * Never the timeout of a waiting execution: what n8n does at one knows no decision.
 */
import type { ReviewStore, WakeableExecution } from '../store/contract';
import type { Timers } from './timers';

/** A look is two statements over rows that wait; people decide within minutes at best. */
const EVERY_MS = 10_000;
const FIRST_AFTER_MS = 2_000;
/** Decided in one transaction. */
const BITE = 200;
const MOST_EXECUTIONS = 20;

export interface ReviewWatchPorts {
	store: Pick<ReviewStore, 'endSilence' | 'wakeableExecutions' | 'executionWoken'>;
	timers: Timers;
	wake: Wake;
	report(error: unknown): void;
}

/**
 * Has n8n go on with an execution: woken (its gate notes that itself), gone (it is no more, or has ended), or later (n8n
 * could not be reached).
 */
export type Wake = (execution: WakeableExecution) => Promise<'woken' | 'gone' | 'later'>;

export class ReviewWatch {
	private stopped = true;
	private cancel: () => void = () => undefined;

	constructor(private readonly ports: ReviewWatchPorts) {}

	start(): void {
		this.stopped = false;
		this.later(FIRST_AFTER_MS);
	}

	/** A look under way ends by itself. */
	stop(): void {
		this.stopped = true;
		this.cancel();
	}

	private later(ms: number): void {
		if (!this.stopped) this.cancel = this.ports.timers.after(ms, () => void this.look());
	}

	private async look(): Promise<void> {
		const { store, timers, wake, report } = this.ports;
		let decided = 0;
		try {
			decided = await store.endSilence(BITE, timers.now());
			await wakeAll(store, wake, timers.now());
		} catch (error) {
			report(error);
		}
		this.later(decided === BITE ? 0 : EVERY_MS);
	}
}

/** Those of which all items are decided. */
export async function wakeAll(store: Pick<ReviewStore, 'wakeableExecutions' | 'executionWoken'>, wake: Wake, now: number): Promise<void> {
	for (const execution of await store.wakeableExecutions(MOST_EXECUTIONS)) {
		if ((await wake(execution)) === 'gone') await store.executionWoken(execution.execution, now);
	}
}
