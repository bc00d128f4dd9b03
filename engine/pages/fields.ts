/** The fields of an address or of a form, as texts: nothing of them is a key of an object, and none is missing by surprise. */
export class Fields {
	private readonly values: URLSearchParams;

	/** @param encoded as in `a=1&b=2`, with or without the question mark */
	constructor(encoded: string) {
		this.values = new URLSearchParams(encoded);
	}

	/** Without space around it; empty when it was not given. Of several the first. */
	text(name: string): string {
		return (this.values.get(name) ?? '').trim();
	}

	/** As it was typed, for passwords. */
	raw(name: string): string {
		return this.values.get(name) ?? '';
	}

	/** All of one name, such as the boxes that are ticked. */
	all(name: string): string[] {
		return this.values.getAll(name);
	}

	/** A tick. */
	has(name: string): boolean {
		return this.values.has(name);
	}

	/** The value if it is one of these, else the first of them. */
	oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
		const given = this.text(name);
		return choices.find((choice) => choice === given) ?? choices[0];
	}
}
