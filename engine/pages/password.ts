/** HTTP Basic: who knocks, whether they may enter, and how long somebody who guesses has to wait (RFC 7617). */
import { sameText } from '../whatsapp/signature';

export interface Login {
	user: string;
	password: string;
}

/** Shown by browsers that name it when they ask. */
export const CHALLENGE = 'Basic realm="WhatsApp Sequences", charset="UTF-8"';

/** What an Authorization header says; null when it is none of this kind. */
export function readLogin(header: unknown): Login | null {
	if (typeof header !== 'string') return null;
	const [, encoded] = /^basic +([a-z\d+/=]+)$/i.exec(header.trim()) ?? [];
	if (encoded === undefined) return null;
	const words = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = words.indexOf(':');
	return colon < 0 ? null : { user: words.slice(0, colon), password: words.slice(colon + 1) };
}

/** Compares both, whichever is wrong, in the same time. An empty password lets nobody in. */
export function isLogin(given: Login, wanted: Login): boolean {
	const user = sameText(given.user, wanted.user);
	const password = sameText(given.password, wanted.password);
	return user && password && wanted.password !== '';
}

/** So many guesses are free: people mistype. */
const FREE_GUESSES = 3;
const LONGEST_WAIT_MS = 5 * 60 * 1000;
/** Who has been quiet for as long begins anew. */
const FORGET_MS = 30 * 60 * 1000;
/** Most places that are remembered; the one heard of longest ago is forgotten first. */
const MOST_PLACES = 10_000;

interface Guesses {
	count: number;
	last: number;
	/** Before that nothing is compared. */
	until: number;
}

/**
 * Makes guessing slow: after three wrong passwords from one place it takes 1, 2, 4 … seconds, at most five minutes, until
 * the next one is looked at. Kept by place, so that nobody can lock out the owner from elsewhere.
 */
export class GuessDelays {
	private readonly places = new Map<string, Guesses>();

	/** Milliseconds until a password from this place is looked at; 0 for now. */
	waitOf(place: string, now: number): number {
		return Math.max(0, (this.places.get(place)?.until ?? 0) - now);
	}

	wrong(place: string, now: number): void {
		const known = this.places.get(place);
		const count = known && now - known.last < FORGET_MS ? known.count + 1 : 1;
		const wait = count < FREE_GUESSES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (count - FREE_GUESSES));
		// Anew at the end, so that the first of the map is the one heard of longest ago.
		this.places.delete(place);
		this.places.set(place, { count, last: now, until: now + wait });
		if (this.places.size > MOST_PLACES) this.places.delete(this.places.keys().next().value!);
	}

	right(place: string): void {
		this.places.delete(place);
	}
}
