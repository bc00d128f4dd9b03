/**
 * Hands out what is due in one sequence: sleeps until the next due time, claims a batch, gives it away as one
 * execution, and keeps a bounded number of executions in flight. n8n's cost is per execution, not per item, so a
 * batch is as large as is due, up to the limit.
 */
import type { AccountStore, Claim, ClaimRequest, ExecutionEnd } from '../store/contract';
import type { Timers } from './timers';

export interface DispatchSettings {
	sequenceId: string;
	/** Id of this process, for leases. */
	owner: string;
	/** Most contacts in one execution. */
	batch: number;
	/** Most executions at the same time. */
	inFlight: number;
	/** How long a claim holds without a sign of life; it is renewed three times as often while the execution runs. */
	leaseMs: number;
	/** Longest sleep: steps made due by other processes are seen after this time at the latest. */
	pollMs: number;
	/**
	 * What comes due within this time leaves together: a sleep ends with the last of it, and a claim that was not full is
	 * followed by the next one after this time. Messages that left one after the other under the pace make the next ones due
	 * one after the other, and an execution costs n8n 50 to 100 ms whether it holds one contact or a hundred.
	 */
	gatherMs: number;
}

/** Pause when something is due but cannot be had, since another process is claiming it at this moment. */
const BUSY_PAUSE_MS = 200;

/** What is handed out together under one lease. */
export interface Handed {
	lease: string;
	steps: readonly unknown[];
	/** Looked at and not handed out. */
	settled: number;
}

/** What the dispatcher needs of a store: due steps, or whatever else is handed out in their way. */
export interface DueStore<Claimed extends Handed = Claim> extends Pick<AccountStore, 'nextDueAt' | 'renewLease' | 'endExecution' | 'onDue'> {
	claimDue(request: ClaimRequest, now: number): Promise<Claimed>;
}

export interface DispatchPorts<Claimed extends Handed = Claim> {
	store: DueStore<Claimed>;
	timers: Timers;
	/** Starts an execution; resolves when it has ended, with null when its end cannot be known. */
	emit(claim: Claimed): Promise<ExecutionEnd | null>;
	/** A failed store or emit; the dispatcher itself goes on after pollMs. */
	report(error: unknown): void;
}

export class Dispatcher<Claimed extends Handed = Claim> {
	private stopped = true;
	private working: Promise<void> | null = null;
	private again = false;
	/** Nothing is claimed before this instant. */
	private gatheringUntil = Number.NEGATIVE_INFINITY;
	/** Leases of the executions in flight. */
	private readonly leases = new Set<string>();
	private renewing: Promise<void> | null = null;
	private cancelRenewal: (() => void) | null = null;
	private cancelWake: () => void = () => undefined;
	private unsubscribe: () => void = () => undefined;

	constructor(
		private readonly settings: DispatchSettings,
		private readonly ports: DispatchPorts<Claimed>,
	) {}

	start(): void {
		this.stopped = false;
		this.unsubscribe = this.ports.store.onDue((sequenceId) => {
			if (sequenceId === this.settings.sequenceId) this.wake();
		});
		this.wake();
	}

	/** Hands out nothing more. Executions in flight keep their leases alive until they end; stop does not wait for them. */
	async stop(): Promise<void> {
		this.stopped = true;
		this.unsubscribe();
		this.cancelWake();
		await this.working;
	}

	/** One round at a time; a call during a round makes another one follow. */
	private wake(): void {
		if (this.stopped) return;
		this.again = true;
		this.working ??= this.work();
	}

	private async work(): Promise<void> {
		let sleepMs = this.settings.pollMs;
		try {
			while (this.again && !this.stopped) {
				this.again = false;
				sleepMs = await this.round();
			}
		} catch (error) {
			sleepMs = this.settings.pollMs;
			this.ports.report(error);
		} finally {
			this.working = null;
		}
		this.sleep(sleepMs);
	}

	/** Claims until nothing is due or every place is taken; how long to sleep then, in milliseconds. */
	private async round(): Promise<number> {
		const { store, timers } = this.ports;
		const { sequenceId, owner, batch, inFlight, leaseMs, pollMs, gatherMs } = this.settings;
		const gathering = Math.min(gatherMs, this.gatheringUntil - timers.now());
		if (gathering > 0) return gathering;
		while (!this.stopped && this.leases.size < inFlight) {
			const claim = await store.claimDue({ sequenceId, owner, limit: batch, leaseMs }, timers.now());
			if (this.stopped) await this.giveBack(claim);
			else if (claim.steps.length > 0) void this.run(claim);
			const taken = claim.steps.length + claim.settled;
			if (claim.steps.length > 0 && taken < batch) this.gatheringUntil = timers.now() + gatherMs;
			if (taken < batch) return await this.untilNextDue(taken > 0);
		}
		// Every place is taken: the end of an execution wakes us.
		return pollMs;
	}

	private async untilNextDue(progress: boolean): Promise<number> {
		const { store, timers } = this.ports;
		const { sequenceId, pollMs, gatherMs } = this.settings;
		const next = await store.nextDueAt(sequenceId, gatherMs);
		if (next === null) return pollMs;
		const ms = next - timers.now();
		return Math.min(pollMs, ms > 0 || progress ? Math.max(0, ms) : BUSY_PAUSE_MS);
	}

	/** Stopped while the claim was under way: its steps are due at once for whoever claims next. */
	private async giveBack(claim: Claimed): Promise<void> {
		const { store, timers } = this.ports;
		if (claim.steps.length > 0) await store.renewLease(claim.lease, timers.now());
	}

	private async run(claim: Claimed): Promise<void> {
		const { store, timers, emit, report } = this.ports;
		this.leases.add(claim.lease);
		this.renewLater();
		const end = await this.outcomeOf(() => emit(claim));
		this.leases.delete(claim.lease);
		// A renewal under way must not land on the lease after its end: that would cut the sleep of a waiting one short.
		await this.renewing;
		if (this.leases.size === 0) this.cancelRenewing();
		try {
			if (end) await store.endExecution(claim.lease, end, timers.now());
		} catch (error) {
			// The leases run out by themselves, and the ledger tells the next claim what happened.
			report(error);
		}
		this.wake();
	}

	private async outcomeOf(execution: () => Promise<ExecutionEnd | null>): Promise<ExecutionEnd | null> {
		try {
			return await execution();
		} catch (error) {
			this.ports.report(error);
			return { kind: 'error', error: error instanceof Error ? error.message : String(error) };
		}
	}

	private sleep(ms: number): void {
		this.cancelWake();
		if (this.stopped) return;
		this.cancelWake = this.ports.timers.after(ms, () => this.wake());
	}

	/** One alarm for all leases, so that executions that start meanwhile do not put off the renewal of longer ones. */
	private renewLater(): void {
		this.cancelRenewal ??= this.ports.timers.after(this.settings.leaseMs / 3, () => {
			this.cancelRenewal = null;
			this.renewing = this.renewAll();
		});
	}

	private cancelRenewing(): void {
		this.cancelRenewal?.();
		this.cancelRenewal = null;
	}

	private async renewAll(): Promise<void> {
		const { store, timers, report } = this.ports;
		// A Set that shrinks while it is walked through passes over what has gone.
		for (const lease of this.leases) {
			await store.renewLease(lease, timers.now() + this.settings.leaseMs).catch(report);
		}
		this.renewing = null;
		if (this.leases.size > 0) this.renewLater();
	}
}
