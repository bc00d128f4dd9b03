/** Chance that can be repeated: the same seed gives the same numbers, in whatever process. */
export class Seeded {
	constructor(private state: number) {}

	/** From 0 up to, not including, `end`. */
	below(end: number): number {
		// A linear congruential generator (Numerical Recipes' constants); its upper bits are good enough to shuffle with.
		this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((this.state / 2 ** 32) * end);
	}

	shuffled<Item>(items: readonly Item[]): Item[] {
		const left = [...items];
		return items.map(() => left.splice(this.below(left.length), 1)[0]!);
	}
}

/** The seed of this run: that of the environment, to repeat one, else a new one. It is printed, since tests fail by chance. */
export function seedOfThisRun(): number {
	const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
	process.stdout.write(`seed ${seed} (SEED=${seed} repeats this run)\n`);
	return seed;
}
