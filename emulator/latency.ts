/**
 * How long one answer takes. Real answers are spread: most near the median, some much later, none much sooner; the
 * logarithm of the time is normal.
 *
 * `spread` is that normal's deviation in percent: 0 makes every answer take the median, with 50 one in ten takes
 * twice as long and one in a hundred three times. `random` gives numbers from 0 to 1.
 */
export function latencyOf(medianMs: number, spread: number, random: () => number): number {
	if (medianMs <= 0 || spread <= 0) return Math.max(0, medianMs);
	// Box and Muller's way from two even numbers to a normal one; 1 - x keeps zero out of the logarithm.
	const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return Math.round(medianMs * Math.exp((spread / 100) * normal));
}
