/**
 * Reads the format n8n's REST API sends execution data in (`flatted`): a JSON array in which every string stands
 * for the index of its value, so that values that occur twice are written once.
 *
 * @returns The value; undefined for an empty array, which stands for no value.
 * @throws Error when the text is not in that format.
 */
export function parseFlatted(text: string): unknown {
	const values: unknown = JSON.parse(text);
	if (!Array.isArray(values)) {
		throw new Error('Execution data is not in the format that this n8n version sends. Check scripts/n8n against it.');
	}
	return new FlattedReader(values).at(0);
}

class FlattedReader {
	private readonly done = new Map<number, unknown>();

	constructor(private readonly values: readonly unknown[]) {}

	at(index: number): unknown {
		if (this.done.has(index)) return this.done.get(index);
		const value = this.values[index];
		if (typeof value !== 'object' || value === null) return value;
		const target: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
		// Remembered before it is filled, because a value may contain itself.
		this.done.set(index, target);
		for (const [key, reference] of Object.entries(value)) {
			Object.defineProperty(target, key, { value: this.resolve(reference), enumerable: true, writable: true, configurable: true });
		}
		return target;
	}

	private resolve(reference: unknown): unknown {
		return typeof reference === 'string' ? this.at(Number(reference)) : reference;
	}
}
