import type { DueStore } from '../../../engine/dispatch/dispatcher';
import type { Claim, ClaimRequest, DueStep, ExecutionEnd } from '../../../engine/store/contract';

type Verb = 'claimDue' | 'nextDueAt' | 'renewLease' | 'endExecution';

/** The claiming part of a store, in memory: it knows when people are due, and nothing else about them. */
export class FakeDueStore implements DueStore {
	readonly claims: Array<{ request: ClaimRequest; now: number; steps: number }> = [];
	readonly renewals: Array<{ lease: string; until: number }> = [];
	readonly ends: Array<{ lease: string; end: ExecutionEnd }> = [];
	/** Renewals and ends in the order in which they were done, as "verb lease". */
	readonly writes: string[] = [];
	/** Thrown by the next calls of a verb, one each. */
	readonly faults: Record<Verb, unknown[]> = { claimDue: [], nextDueAt: [], renewLease: [], endExecution: [] };
	/** How many of the due steps each of the next claims settles by itself. */
	readonly settles: number[] = [];
	/** Since when something is due that no claim gets, because another process is at it. */
	lockedSince: number | null = null;
	/** Runs inside every claim. */
	duringClaim: () => void = () => undefined;
	/** What a renewal waits for. */
	renewalGate: Promise<void> = Promise.resolve();
	listener: ((sequenceId: string) => void) | null = null;
	mostClaimsAtOnce = 0;
	private claimsUnderWay = 0;

	/** @param dueAt one due time per person who waits */
	constructor(private dueAt: number[] = []) {}

	add(...dueAt: number[]): void {
		this.dueAt.push(...dueAt);
		this.listener?.('sequence');
	}

	async claimDue(request: ClaimRequest, now: number): Promise<Claim> {
		this.mostClaimsAtOnce = Math.max(this.mostClaimsAtOnce, ++this.claimsUnderWay);
		await turn();
		this.claimsUnderWay--;
		this.throwFault('claimDue');
		this.duringClaim();
		const sorted = [...this.dueAt].sort((a, b) => a - b);
		const due = sorted.filter((at) => at <= now).slice(0, request.limit);
		this.dueAt = sorted.slice(due.length);
		const settled = Math.min(due.length, this.settles.shift() ?? 0);
		const steps = due.slice(settled).map((at) => ({ dueAt: at }) as DueStep);
		this.claims.push({ request, now, steps: steps.length });
		return { lease: `lease-${this.claims.length}`, sequence: { id: 'sequence', name: 'Promo', version: 1 }, steps, settled };
	}

	async nextDueAt(_: string, gatherMs = 0): Promise<number | null> {
		await turn();
		this.throwFault('nextDueAt');
		const times = this.lockedSince === null ? this.dueAt : [...this.dueAt, this.lockedSince];
		const first = Math.min(...times);
		return times.length === 0 ? null : Math.max(...times.filter((at) => at <= first + gatherMs));
	}

	async renewLease(lease: string, until: number): Promise<number> {
		await this.renewalGate;
		this.throwFault('renewLease');
		this.renewals.push({ lease, until });
		this.writes.push(`renew ${lease}`);
		return 1;
	}

	async endExecution(lease: string, end: ExecutionEnd): Promise<number> {
		this.throwFault('endExecution');
		this.ends.push({ lease, end });
		this.writes.push(`end ${lease}`);
		return 0;
	}

	onDue(listener: (sequenceId: string) => void): () => void {
		this.listener = listener;
		return () => {
			this.listener = null;
		};
	}

	private throwFault(verb: Verb): void {
		const fault = this.faults[verb].shift();
		if (fault) throw fault;
	}
}

/** A store answers later, never at once. */
async function turn(): Promise<void> {
	await Promise.resolve();
}
