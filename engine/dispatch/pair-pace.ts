/**
 * One message to one person every six seconds on average (Meta: throughput, pair rate limits). A burst may borrow up to 45
 * messages' worth of time and pays it back before more may go. Who is over it waits here; Meta would answer 131056. When
 * Meta does so all the same, nothing goes to that person until what was borrowed is paid back.
 */
import type { RecentSend } from '../store/contract';

const INTERVAL_MS = 6_000;
const BURST = 45;
/** Whoever got their last message longer ago has paid back all that they could borrow. */
export const PAIR_MEMORY_MS = BURST * INTERVAL_MS;
/** Meta: one person got too many in a short time. */
export const PAIR_LIMIT = 131056;
/** People are forgotten once this many are known and have paid back. */
const MOST_KNOWN = 20_000;

export class PairPace {
	/** When all that was sent to a person would have been sent at one per interval. */
	private readonly paidUntil = new Map<string, number>();
	/** Whom Meta has refused a message for this. */
	private readonly strict = new Set<string>();

	/** Milliseconds until a message may go to this person; 0 for at once. */
	waitMs(person: string, now: number): number {
		const debt = (this.paidUntil.get(person) ?? now) - now;
		return Math.max(0, this.strict.has(person) ? debt : debt - (BURST - 1) * INTERVAL_MS);
	}

	/** A message goes to this person now. */
	note(person: string, now: number): void {
		this.forget(now);
		const paid = this.paidUntil.get(person) ?? now;
		if (paid <= now) this.strict.delete(person);
		this.paidUntil.set(person, Math.max(now, paid) + INTERVAL_MS);
	}

	/** Meta refused a message to this person for its pace. */
	refused(person: string, now: number): void {
		this.strict.add(person);
		this.paidUntil.set(person, Math.max(this.paidUntil.get(person) ?? 0, now + INTERVAL_MS));
	}

	/** What went to a person by way of the store: other processes send from the number, too. */
	learn(person: string, sends: readonly RecentSend[]): void {
		let paid = 0;
		for (const { at, errorCode } of sends) {
			if (errorCode === PAIR_LIMIT) this.strict.add(person);
			paid = errorCode === PAIR_LIMIT ? Math.max(paid, at + INTERVAL_MS) : Math.max(paid, at) + INTERVAL_MS;
		}
		this.paidUntil.set(person, Math.max(this.paidUntil.get(person) ?? 0, paid));
	}

	private forget(now: number): void {
		if (this.paidUntil.size < MOST_KNOWN) return;
		for (const [person, paid] of this.paidUntil) if (paid <= now) this.paidUntil.delete(person);
	}
}

const shared = new Map<string, PairPace>();

/** The pairs of a business number in this process; `key` names the number. */
export function sharedPairPace(key: string): PairPace {
	const pairs = shared.get(key) ?? new PairPace();
	shared.set(key, pairs);
	return pairs;
}
