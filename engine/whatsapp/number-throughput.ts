/**
 * How many messages a second Meta takes from a business number: 80, or 1,000 once Meta has upgraded the number, which
 * it does by itself (Meta: throughput; the field `throughput` of the phone number).
 */
import { createHash } from 'node:crypto';
import { record } from './json-shape';
import type { GraphTransport } from './transport';

/** Levels of the field `throughput` and their messages a second; NOT_APPLICABLE says nothing. */
const PER_SECOND: ReadonlyMap<unknown, number> = new Map([
	['STANDARD', 80],
	['HIGH', 1_000],
]);
/** An upgrade comes once in a number's life; a number that Meta did not tell about is asked again sooner. */
const KNOWN_MS = 60 * 60_000;
const UNKNOWN_MS = 5 * 60_000;

export class NumberThroughput {
	private until = Number.NEGATIVE_INFINITY;
	private perSecond: number | undefined;
	private underway: Promise<number | undefined> | null = null;

	/** `now` gives the present in UTC milliseconds. */
	constructor(
		private readonly phoneNumberId: string,
		private readonly now: () => number,
	) {}

	/** Messages a second; undefined when Meta has never told. Callers at the same time share one request. Never rejects. */
	async read(transport: GraphTransport): Promise<number | undefined> {
		if (this.now() < this.until) return this.perSecond;
		this.underway ??= this.load(transport).finally(() => (this.underway = null));
		return await this.underway;
	}

	private async load(transport: GraphTransport): Promise<number | undefined> {
		const told = await ask(transport, this.phoneNumberId);
		this.perSecond = told ?? this.perSecond;
		this.until = this.now() + (told === undefined ? UNKNOWN_MS : KNOWN_MS);
		return this.perSecond;
	}
}

async function ask(transport: GraphTransport, phoneNumberId: string): Promise<number | undefined> {
	try {
		const answer = await transport.call({ method: 'GET', path: phoneNumberId, query: { fields: 'throughput' } });
		if (answer.kind !== 'ok') return undefined;
		return PER_SECOND.get(record(answer.body.throughput).level);
	} catch {
		// The messages themselves will tell what is wrong.
		return undefined;
	}
}

/** What two credentials have in common when Meta tells them the same of the same number. */
export interface NumberAccess {
	graphBaseUrl: string;
	phoneNumberId: string;
	accessToken: string;
}

const shared = new Map<string, NumberThroughput>();

/** What this process knows of a number; the token itself is not kept. */
export function sharedThroughput({ graphBaseUrl, phoneNumberId, accessToken }: NumberAccess): NumberThroughput {
	const key = createHash('sha256').update(JSON.stringify([graphBaseUrl, phoneNumberId, accessToken])).digest('base64');
	const known = shared.get(key) ?? new NumberThroughput(phoneNumberId, Date.now);
	shared.set(key, known);
	return known;
}
