/** A store that does what it must not. */
export class Broken extends Error {
	override readonly name = 'Broken';
}

export function must(holds: boolean, what: string): void {
	if (!holds) throw new Broken(what);
}
