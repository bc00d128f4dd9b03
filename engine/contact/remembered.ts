/**
 * Answers that are kept because they are dear to find and always the same. When there are too many, all are forgotten: that
 * costs less than to know the oldest, and what is still asked for is soon there again.
 */
export class Remembered<Answer extends NonNullable<unknown> | null> {
	private readonly answers = new Map<string, Answer>();

	/** @param most how many are kept at a time */
	constructor(private readonly most: number) {}

	/** The answer for this key, found only when it is not known. What `find` throws is thrown, and nothing is kept. */
	get(key: string, find: () => Answer): Answer {
		const known = this.answers.get(key);
		if (known !== undefined) return known;
		const found = find();
		if (this.answers.size >= this.most) this.answers.clear();
		this.answers.set(key, found);
		return found;
	}
}
