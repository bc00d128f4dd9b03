/**
 * What a job queue does to be measured: take items in, and work them off, each with its own batch API. Everybody gets
 * the same items in batches of the same size.
 */

/** Items of one call, for everybody: what the Sequence Trigger claims at once. */
export const BATCH = 500;

export interface Place {
	/** Of the PostgreSQL server. */
	url: string;
	/** A schema that is the queue's alone, dropped afterwards. */
	schema: string;
	/** A folder that is the queue's alone, for one that needs no server. */
	folder: string;
}

/** Items `from` to `from + count - 1`; processes get neighbouring shares. */
export interface Share {
	from: number;
	count: number;
}

/** When it worked, in UTC milliseconds, so that the spans of several processes can be laid over each other. */
export interface WorkedOff {
	items: number;
	from: number;
	until: number;
}

export interface QueueWorker {
	add(share: Share): Promise<void>;
	/** Until nothing is left that another process does not hold. */
	workOff(): Promise<WorkedOff>;
	close(): Promise<void>;
}

export interface Queue {
	/** Makes the tables, once. */
	install(place: Place): Promise<void>;
	/** A process' access to it, connected. */
	open(place: Place): Promise<QueueWorker>;
}

/** What an item carries, in all of them: whom to write to, and what the caller wants back. */
export interface Item {
	phone: string;
	reference: string;
	context: { city: string; points: number };
}

const item = (n: number): Item => ({
	phone: `+49170${String(n).padStart(8, '0')}`,
	reference: `order ${n}`,
	context: { city: 'Berlin', points: n % 100 },
});

/** When the step after the one that is worked off is due. */
export const tomorrow = (): Date => new Date(Date.now() + 24 * 60 * 60_000);

/** The share's items, a batch at a time. */
export function* batches({ from, count }: Share): Generator<Item[]> {
	for (let start = from; start < from + count; start += BATCH) {
		yield Array.from({ length: Math.min(BATCH, from + count - start) }, (_, i) => item(start + i));
	}
}

/** Batches that a process has under way at once: while the server works on one, Node reads another. */
const AT_ONCE = 3;

/** Repeats `batch`, which answers how many items it did, until it finds none. */
export async function untilEmpty(batch: () => Promise<number>): Promise<WorkedOff> {
	const from = Date.now();
	let items = 0;
	const loop = async (): Promise<void> => {
		for (let done = await batch(); done > 0; done = await batch()) items += done;
	};
	await Promise.all(Array.from({ length: AT_ONCE }, loop));
	return { items, from, until: Date.now() };
}
