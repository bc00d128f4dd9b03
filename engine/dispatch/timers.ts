/** The clock and the alarm of the sending machinery; tests bring their own, so that none of them sleeps. */
export interface Timers {
	/** The present in UTC milliseconds. */
	now(): number;
	/** Runs `action` after so many milliseconds; the answer takes it back. */
	after(ms: number, action: () => void): () => void;
}

export const systemTimers: Timers = {
	// Looked up each time: tests pretend the date.
	now: () => Date.now(),
	after(ms, action) {
		const timer = setTimeout(action, ms);
		return () => clearTimeout(timer);
	},
};

export function sleep(timers: Timers, ms: number): Promise<void> {
	return new Promise((resolve) => void timers.after(ms, resolve));
}
