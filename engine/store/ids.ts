/** Row ids: UUIDv7, whose time prefix keeps new rows together at the end of every index. */
import { V7Generator } from 'uuidv7';

const generator = new V7Generator();

/** A new id that sorts behind all ids this process made before, for rows made at `now`. */
export function newId(now: number): string {
	return generator.generateOrResetCore(Math.max(0, Math.round(now)), 10_000).toString();
}

/** When the row with this id was made, in UTC milliseconds: the first 48 bits of a UUIDv7. */
export function madeAt(id: string): number {
	return parseInt(id.replace('-', '').slice(0, 12), 16);
}
