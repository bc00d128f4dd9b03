/**
 * Has n8n save what no execution will take along: what is settled only after an execution has ended, and what a test run
 * writes. An active trigger can do so, since n8n saves the static data whenever a trigger emits.
 */
import type { LiveCopy } from './live-copy';

export interface SavingTrigger {
	/** Makes n8n save the static data soon. */
	save(): void;
	/** Runs `action` after so many milliseconds. */
	after(ms: number, action: () => void): () => void;
}

/** Time for an execution that is about to start or to end to take the change along. */
const SAVE_AFTER_MS = 2_000;

export class Keeper {
	private readonly triggers = new Set<SavingTrigger>();
	private waiting = false;

	constructor(private readonly copy: LiveCopy) {}

	/** Whether what is written now will be saved although no execution takes it along. */
	get active(): boolean {
		return this.triggers.size > 0;
	}

	/** Answers what ends the trigger's service. */
	serve(trigger: SavingTrigger): () => void {
		this.triggers.add(trigger);
		return () => void this.triggers.delete(trigger);
	}

	/** The copy is closed: nothing is left to save. */
	stop(): void {
		this.triggers.clear();
	}

	/** Asks for a save of what has just been written. */
	soon(): void {
		const [first] = this.triggers;
		if (!first || this.waiting) return;
		this.waiting = true;
		first.after(SAVE_AFTER_MS, () => {
			this.waiting = false;
			const [trigger] = this.triggers;
			if (trigger && this.copy.unsaved) trigger.save();
		});
	}
}
