/** One account's transactions, and who is told of what they have changed. */
import type { SqlDriver, SqlSession } from '../driver';
import { followUp } from '../operations/runs/after-end';
import { gatherLiveCounts } from '../operations/sequences/gather-live-counts';
import type { Scope } from '../sql/scope';

type DueListener = (sequenceId: string) => void;

export interface Transactions {
	/** One transaction, and what follows from runs that have ended in it. */
	run<Result>(now: number, work: (scope: Scope) => Promise<Result>): Promise<Result>;
	/** For what depends on no time. */
	read<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result>;
	/** Brings the scattered counts of live people together. */
	gather(): Promise<void>;
	/** Steps of these sequences are due earlier than before. */
	announce(sequenceIds: Iterable<string>): void;
	onDue(listener: DueListener): () => void;
	onEvents(listener: DueListener): () => void;
}

export function transactionsOf(driver: SqlDriver, account: string): Transactions {
	const listeners = new Set<DueListener>();
	const eventListeners = new Set<DueListener>();
	const announce = (sequenceIds: Iterable<string>): void => {
		for (const id of new Set(sequenceIds)) for (const listener of listeners) listener(id);
	};
	const run = async <Result>(now: number, work: (scope: Scope) => Promise<Result>): Promise<Result> => {
		let woken: Iterable<string> = [];
		let told: Iterable<string> = [];
		const result = await driver.transaction(async (session) => {
			const scope: Scope = { session, account, now: now + offsetOf(session), ended: [], counts: [], leftReview: [], events: [], told: new Set(), woken: new Set() };
			const done = await work(scope);
			await followUp(scope);
			({ woken, told } = scope);
			return done;
		});
		announce(woken);
		for (const id of told) for (const listener of eventListeners) listener(id);
		return result;
	};
	const read = <Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> => run(0, work);
	const gather = async (): Promise<void> => {
		while (await read(gatherLiveCounts));
	};
	return { run, read, gather, announce, onDue: listening(listeners), onEvents: listening(eventListeners) };
}

const listening =
	(listeners: Set<DueListener>) =>
	(listener: DueListener): (() => void) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	};

/** What the caller's clock says, in the time of the database. */
export const offsetOf = (session: SqlSession): number => session.clockOffset ?? 0;
