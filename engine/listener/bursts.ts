/**
 * People write one thought in several messages. What belongs to one key is held until it has been quiet for a while,
 * or for so long in all, and is then let go together.
 */
import type { Timers } from '../dispatch/timers';

export interface BurstSettings<Item> {
	/** How long nothing more may come for a key, in milliseconds. */
	quietMs: number;
	/** Longest wait of the first item of a key, in milliseconds. */
	longestMs: number;
	/** Most items of one key that are held; one more and they go. */
	most: number;
	/** Gets the items of one key in the order in which they came. */
	release: (items: Item[]) => void;
	timers: Timers;
}

interface Burst<Item> {
	items: Item[];
	endQuiet: () => void;
	endLongest: () => void;
}

export class Bursts<Item> {
	private readonly bursts = new Map<string, Burst<Item>>();

	constructor(private readonly settings: BurstSettings<Item>) {}

	add(key: string, item: Item): void {
		const { quietMs, longestMs, most, timers } = this.settings;
		const letGo = (): void => this.letGo(key);
		const burst = this.bursts.get(key) ?? { items: [], endQuiet: () => undefined, endLongest: timers.after(longestMs, letGo) };
		this.bursts.set(key, burst);
		burst.items.push(item);
		burst.endQuiet();
		burst.endQuiet = timers.after(quietMs, letGo);
		if (burst.items.length >= most) letGo();
	}

	/** Lets everything go that is held. */
	flush(): void {
		for (const key of [...this.bursts.keys()]) this.letGo(key);
	}

	private letGo(key: string): void {
		const burst = this.bursts.get(key);
		if (!burst) return;
		this.bursts.delete(key);
		burst.endQuiet();
		burst.endLongest();
		this.settings.release(burst.items);
	}
}
