/**
 * Once an hour: shows the sends whose process died, and forgets what is older than the user wants to keep, a bite at a
 * time: between two bites the store is free for those who send.
 */
import type { AccountStore } from '../store/contract';
import type { MaintenanceStore, Pruned } from '../store/contract/maintenance';
import type { Timers } from './timers';

const HOUR_MS = 60 * 60_000;
/** n8n starts, triggers publish, steps that came due meanwhile go out: all of that first. */
const FIRST_AFTER_MS = 5 * 60_000;
/** A bite of 1,000 rows takes some milliseconds; a million old rows are gone after ten minutes. */
const BITE = 1_000;
const BETWEEN_BITES_MS = 250;

export interface HousekeeperPorts {
	store: Pick<MaintenanceStore, 'prune'> & Pick<AccountStore, 'markStranded'>;
	timers: Timers;
	/** A pass that failed; the next one comes an hour later. */
	report(error: unknown): void;
}

export class Housekeeper {
	private stopped = true;
	private cancel: () => void = () => undefined;

	/** @param keepMs how long history is kept, in milliseconds; null keeps it for ever */
	constructor(
		private readonly keepMs: number | null,
		private readonly ports: HousekeeperPorts,
	) {}

	start(): void {
		this.stopped = false;
		this.later(FIRST_AFTER_MS, null);
	}

	/** Begins no further bite; one under way ends by itself. */
	stop(): void {
		this.stopped = true;
		this.cancel();
	}

	private later(ms: number, after: string | null): void {
		if (this.stopped) return;
		this.cancel = this.ports.timers.after(ms, () => void this.bite(after));
	}

	private async bite(after: string | null): Promise<void> {
		const next = await this.prune(after);
		if (next === null) this.later(HOUR_MS, null);
		else this.later(BETWEEN_BITES_MS, next);
	}

	private async prune(after: string | null): Promise<Pruned['next']> {
		const { store, timers, report } = this.ports;
		const now = timers.now();
		const historyBefore = this.keepMs === null ? null : now - this.keepMs;
		try {
			if (after === null) await store.markStranded(now);
			return (await store.prune({ historyBefore, after, limit: BITE }, now)).next;
		} catch (error) {
			report(error);
			return null;
		}
	}
}
