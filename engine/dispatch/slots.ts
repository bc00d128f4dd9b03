/** Bounds how many calls are under way at once. */
export class Slots {
	private taken = 0;
	private waiting: Array<() => void> = [];

	constructor(private readonly size: number) {}

	/** Resolves when a slot is free, and takes it. */
	async take(): Promise<void> {
		while (this.taken >= this.size) await this.nextFree();
		this.taken += 1;
	}

	free(): void {
		this.taken -= 1;
		const { waiting } = this;
		this.waiting = [];
		for (const wake of waiting) wake();
	}

	/** Resolves when nothing is under way any more. */
	async allFree(): Promise<void> {
		while (this.taken > 0) await this.nextFree();
	}

	private nextFree(): Promise<void> {
		return new Promise((resolve) => void this.waiting.push(resolve));
	}
}
