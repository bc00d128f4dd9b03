const DAY_MS = 24 * 60 * 60_000;

/** Names of Meta's limits, by the people a number may reach. Source: D/messaging-limits */
const TIERS: ReadonlyArray<readonly [people: number, name: string]> = [
	[250, 'TIER_250'],
	[2_000, 'TIER_2K'],
	[10_000, 'TIER_10K'],
	[100_000, 'TIER_100K'],
];

/** How many different people templates may reach outside their windows within 24 hours. */
export class ReachLimit {
	/** When each was reached last. */
	private readonly reached = new Map<string, number>();

	private people: number;

	/** @param usual how many people; 0 for no limit */
	constructor(
		private readonly usual: number,
		private readonly now: () => number,
	) {
		this.people = usual;
	}

	/** Meta raises or lowers the limit; who has been reached counts on. */
	change(people: number): void {
		this.people = people;
	}

	/** As `whatsapp_business_manager_messaging_limit` names it. */
	get tier(): string {
		return TIERS.find(([people]) => this.people > 0 && this.people <= people)?.[1] ?? 'TIER_UNLIMITED';
	}

	/** Counts somebody, or answers false when they would be one too many. */
	take(contact: string): boolean {
		if (this.people <= 0) return true;
		const now = this.now();
		for (const [known, at] of this.reached) if (at <= now - DAY_MS) this.reached.delete(known);
		if (!this.reached.has(contact) && this.reached.size >= this.people) return false;
		this.reached.set(contact, now);
		return true;
	}

	reset(): void {
		this.reached.clear();
		this.people = this.usual;
	}
}
