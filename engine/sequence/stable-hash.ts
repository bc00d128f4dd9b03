/** Chance that is the same each time: for spreads, variants and hold-outs, which must not change when asked again. */

/**
 * A number from 0 up to, but without, 1 that depends on these texts alone. Texts that differ in a letter give numbers
 * that have nothing to do with each other (FNV-1a, then the mixing steps of MurmurHash3: FNV-1a alone leaves the upper
 * bits of texts with a common beginning alike).
 */
export function stableFraction(...texts: string[]): number {
	let hash = 0x811c9dc5;
	const text = JSON.stringify(texts);
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
