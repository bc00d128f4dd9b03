/**
 * What Meta allows a number: messages a second, and people that templates may reach outside their windows within 24 hours
 * (Meta: messaging-limits). Read once an hour; a tier rises by itself and seldom.
 */
import { createHash } from 'node:crypto';
import { record, text } from './json-shape';
import { DEFAULT_PER_SECOND, UPGRADED_PER_SECOND } from './throughput';
import type { GraphTransport } from './transport';

export interface Limits {
	perSecond: number;
	/** Different people within 24 hours; null where there is no limit, or none is known. */
	people: number | null;
}

const UNKNOWN: Limits = { perSecond: DEFAULT_PER_SECOND, people: null };
const KEPT_MS = 60 * 60_000;
/** Meta could not be asked: the next batch asks again, but not each of many. */
const UNKNOWN_KEPT_MS = 5 * 60_000;
const FIELDS = 'throughput,whatsapp_business_manager_messaging_limit';

export class NumberLimits {
	private known: { limits: Limits; until: number } | null = null;
	private underway: Promise<Limits> | null = null;

	/** @param now gives the present in UTC milliseconds */
	constructor(
		private readonly phoneNumberId: string,
		private readonly now: () => number,
	) {}

	/** Never rejects: what cannot be read holds as before, and at first the usual limits do. */
	async read(transport: GraphTransport): Promise<Limits> {
		if (this.known && this.now() < this.known.until) return this.known.limits;
		this.underway ??= this.load(transport).finally(() => (this.underway = null));
		return await this.underway;
	}

	private async load(transport: GraphTransport): Promise<Limits> {
		const answer = await transport.call({ method: 'GET', path: this.phoneNumberId, query: { fields: FIELDS } }).catch(() => null);
		const limits = answer?.kind === 'ok' ? limitsIn(answer.body) : (this.known?.limits ?? UNKNOWN);
		this.known = { limits, until: this.now() + (answer?.kind === 'ok' ? KEPT_MS : UNKNOWN_KEPT_MS) };
		return limits;
	}
}

function limitsIn(body: Record<string, unknown>): Limits {
	const tier = body.whatsapp_business_manager_messaging_limit ?? body.messaging_limit_tier;
	return {
		perSecond: text(record(body.throughput).level).toUpperCase() === 'HIGH' ? UPGRADED_PER_SECOND : DEFAULT_PER_SECOND,
		people: peopleIn(text(tier)),
	};
}

/** TIER_250, TIER_2K, TIER_100K; TIER_UNLIMITED and whatever comes later is no limit. */
export function peopleIn(tier: string): number | null {
	const found = /^TIER_(\d+)(K?)$/i.exec(tier.trim());
	return found ? Number(found[1]) * (found[2] ? 1_000 : 1) : null;
}

/** What two credentials have in common when Meta tells them the same of the same number. */
export interface NumberAccess {
	graphBaseUrl: string;
	phoneNumberId: string;
	accessToken: string;
}

const shared = new Map<string, NumberLimits>();

/** What this process knows of a number; the token itself is not kept. */
export function sharedNumberLimits({ graphBaseUrl, phoneNumberId, accessToken }: NumberAccess): NumberLimits {
	const key = createHash('sha256').update(JSON.stringify([graphBaseUrl, phoneNumberId, accessToken])).digest('base64');
	const limits = shared.get(key) ?? new NumberLimits(phoneNumberId, Date.now);
	shared.set(key, limits);
	return limits;
}
