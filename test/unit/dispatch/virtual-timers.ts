import type { Timers } from '../../../engine/dispatch/timers';

/** A clock that stands still until a test moves it; alarms go off in their order, and promises run in between. */
export class VirtualTimers implements Timers {
	private alarms: Array<{ at: number; action: () => void }> = [];

	constructor(private time = 1_800_000_000_000) {}

	now(): number {
		return this.time;
	}

	after(ms: number, action: () => void): () => void {
		const alarm = { at: this.time + ms, action };
		this.alarms.push(alarm);
		return () => {
			this.alarms = this.alarms.filter((one) => one !== alarm);
		};
	}

	/** Moves from alarm to alarm until the promise settles; throws when nothing is left to happen. */
	async run<T>(promise: Promise<T>): Promise<T> {
		let settled = false;
		const done = () => {
			settled = true;
		};
		promise.then(done, done);
		for (;;) {
			await turn();
			if (settled) return await promise;
			const next = this.alarms.sort((a, b) => a.at - b.at).shift();
			if (!next) throw new Error('Nothing is scheduled, and the promise has not settled.');
			this.time = Math.max(this.time, next.at);
			next.action();
		}
	}
}

/** Lets everything that is ready to run do so. */
export function turn(): Promise<void> {
	return new Promise((resolve) => void setImmediate(resolve));
}
