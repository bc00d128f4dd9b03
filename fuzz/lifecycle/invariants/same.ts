/** Two moments between which nothing may have happened. */
import type { Snapshot } from '../snapshot';
import { Broken } from './broken';

export function same(before: Snapshot, after: Snapshot, what: string): void {
	for (const part of ['runs', 'sends', 'contacts', 'sequences', 'events', 'told'] as const) {
		const now: ReadonlyMap<string, object> = after[part];
		const then: ReadonlyMap<string, object> = before[part];
		for (const [id, row] of now) {
			const [was, is] = [JSON.stringify(then.get(id)), JSON.stringify(row)];
			if (was !== is) throw new Broken(`${what}: ${part} was ${was ?? 'not there'} and is ${is}`);
		}
		if (now.size !== then.size) throw new Broken(`${what}: ${part} went missing`);
	}
	for (const part of ['counts', 'tags', 'conversions'] as const) {
		const [was, is] = [JSON.stringify(before[part]), JSON.stringify(after[part])];
		if (was !== is) throw new Broken(`${what}: ${part} were ${was} and are ${is}`);
	}
}
