/**
 * Many small requests as few large calls: what arrives within a few milliseconds, or while a call is under way, is
 * worked on together. A transaction for 500 statuses costs the store hardly more than one for a single status.
 */
import type { Timers } from '../dispatch/timers';

export interface MicroBatchSettings<Item> {
	/** How long a first item waits for company, in milliseconds. */
	gatherMs: number;
	/** Most weight of one call. */
	most: number;
	/** How much an item weighs; at least 1. */
	weigh: (item: Item) => number;
	/** Works on all of them together, or rejects and has done nothing. */
	work: (items: Item[]) => Promise<void>;
	timers: Timers;
}

interface Waiting<Item> {
	item: Item;
	resolve: () => void;
	reject: (error: unknown) => void;
}

export class MicroBatch<Item> {
	private readonly waiting: Array<Waiting<Item>> = [];
	private running: Promise<void> | null = null;

	constructor(private readonly settings: MicroBatchSettings<Item>) {}

	/** Resolves once the item has been worked on; rejects when that failed for this very item. */
	add(item: Item): Promise<void> {
		return new Promise((resolve, reject) => {
			this.waiting.push({ item, resolve, reject });
			this.running ??= this.drain();
		});
	}

	/** Resolves when nothing is waiting or under way. */
	async settled(): Promise<void> {
		await this.running;
	}

	private async drain(): Promise<void> {
		const { gatherMs, timers } = this.settings;
		await new Promise<void>((resolve) => void timers.after(gatherMs, resolve));
		while (this.waiting.length > 0) await this.workOn(this.take());
		this.running = null;
	}

	private take(): Array<Waiting<Item>> {
		const { most, weigh } = this.settings;
		let weight = 0;
		const count = this.waiting.findIndex(({ item }) => (weight += weigh(item)) > most);
		// One that is too heavy alone goes alone.
		return this.waiting.splice(0, count < 0 ? this.waiting.length : Math.max(1, count));
	}

	/** One item that cannot be worked on must not hold back its neighbours: after a failure each goes alone. */
	private async workOn(batch: Array<Waiting<Item>>): Promise<void> {
		try {
			await this.settings.work(batch.map(({ item }) => item));
			for (const { resolve } of batch) resolve();
		} catch (error) {
			if (batch.length === 1) batch[0]!.reject(error);
			else for (const one of batch) await this.workOn([one]);
		}
	}
}
