/** Where the emulator takes its time from. Unit tests pass their own and move it by hand. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Runs `task` once `ms` milliseconds have passed; the answer cancels it. */
	after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after: (ms, task) => {
		const timer = setTimeout(task, ms);
		return () => clearTimeout(timer);
	},
};
