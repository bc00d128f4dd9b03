/**
 * Row ids: 15 letters and digits that begin with their time, so that new rows stay together at the end of every index.
 *
 * Seven characters are the millisecond (until 2081), eight are a random number that this process counts up within the
 * millisecond. Of what a database keeps of a person half is ids, in rows and in indexes: as UUIDs of 36 characters they
 * took 450 bytes more of each person who waits. Fifteen characters and a byte for their length fill an index entry to
 * the last byte, where one more would take eight.
 */
import { randomBytes } from 'node:crypto';

/** In the order of their bytes, as databases and JavaScript compare texts. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
const TIME_DIGITS = 7;
const TAIL_DIGITS = 8;
/** All numbers of eight digits, 2.2 × 10^14. */
const TAILS = BASE ** TAIL_DIGITS;
/** A clock that is set back by less is waited for, so that ids go on in their order. */
const BACKWARDS_MS = 10_000;

/** From 0 to 1. */
type Chance = () => number;

const realChance: Chance = () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48;

let chance = realChance;
let lastTime = -Infinity;
let lastPrefix = '';
let tail = 0;

/**
 * Begins as a new process does. What follows from ids (spreads, variants, hold-outs) is the same when a history is played
 * again with the same chance.
 */
export function beginIds(drawn: Chance = realChance): void {
	chance = drawn;
	lastTime = -Infinity;
}

/** A new id that sorts behind all ids this process made before, for rows made at `now`. */
export function newId(now: number): string {
	const time = Math.max(0, Math.round(now));
	if (time > lastTime || time < lastTime - BACKWARDS_MS) beginAt(time);
	else if (++tail === TAILS) beginAt(lastTime + 1);
	return lastPrefix + written(tail, TAIL_DIGITS);
}

function beginAt(time: number): void {
	lastTime = time;
	lastPrefix = timePrefix(time);
	// The lower half, so that there is room to count up.
	tail = Math.floor(chance() * (TAILS / 2));
}

/** Every id made before this instant (UTC milliseconds) sorts before it, and every later one behind it. */
export const timePrefix = (instant: number): string => written(Math.max(0, Math.round(instant)), TIME_DIGITS);

/** When the row with this id was made, in UTC milliseconds. */
export const madeAt = (id: string): number => readDigits(id.slice(0, TIME_DIGITS));

/** The number in so many digits. */
function written(value: number, digits: number): string {
	let text = '';
	for (let rest = value, i = 0; i < digits; i++) {
		const above = Math.floor(rest / BASE);
		text = DIGITS[rest - above * BASE]! + text;
		rest = above;
	}
	return text;
}

/** NaN for what is none of ours. */
function readDigits(text: string): number {
	let value = 0;
	for (const digit of text) {
		const worth = DIGITS.indexOf(digit);
		if (worth < 0) return NaN;
		value = value * BASE + worth;
	}
	return value;
}

/** The digits behind the time, which ids that were made one after the other share: masked, they keep their order. */
const MASKED_DIGITS = 4;
const MASKED = BASE ** MASKED_DIGITS;

/**
 * Another id of the same time: the same one for the same mask (any whole number), and masked twice the first one again.
 * It is subtracted from an odd number, so no id stays what it was.
 */
export function maskedId(id: string, mask: number): string {
	const end = TIME_DIGITS + MASKED_DIGITS;
	const masked = readDigits(id.slice(TIME_DIGITS, end));
	if (id.length !== TIME_DIGITS + TAIL_DIGITS || Number.isNaN(masked)) return id;
	const odd = (mask % (MASKED / 2)) * 2 + 1;
	return id.slice(0, TIME_DIGITS) + written((odd - masked + MASKED) % MASKED, MASKED_DIGITS) + id.slice(end);
}
