/**
 * Tells people what they should know of a sequence, and asks Meta now and then whether the template for which it is
 * paused can be sent again: the webhook that says so may never come, since it goes to the app and not to the number.
 */
import type { AccountStore, Notice } from '../store/contract';
import type { Timers } from './timers';

/** Notices that other processes wrote are seen after this time. */
const LOOK_EVERY_MS = 30_000;
/** Meta allows 200 management calls an hour for an account; Meta's own pauses last three hours or more. */
const ASK_EVERY_MS = 10 * 60_000;

export interface WatchPorts {
	store: Pick<AccountStore, 'takeNotices' | 'listSequences' | 'resumeForTemplates'>;
	timers: Timers;
	/** Whether Meta sends this template ("promo (en)") now; throws when it cannot be asked. */
	isApproved(template: string): Promise<boolean>;
	tell(notice: Notice): void;
	report(error: unknown): void;
}

export class NoticeWatch {
	private stopped = true;
	private looking = false;
	private cancel: () => void = () => undefined;
	private askedAt: number;

	constructor(
		private readonly sequenceId: string,
		private readonly ports: WatchPorts,
	) {
		this.askedAt = ports.timers.now();
	}

	start(): void {
		this.stopped = false;
		this.look();
	}

	stop(): void {
		this.stopped = true;
		this.cancel();
	}

	/** Looks at once, as after an execution of the sequence, which may have left a notice. */
	look(): void {
		if (this.stopped || this.looking) return;
		this.looking = true;
		this.cancel();
		void this.round().finally(() => {
			this.looking = false;
			if (!this.stopped) this.cancel = this.ports.timers.after(LOOK_EVERY_MS, () => this.look());
		});
	}

	private async round(): Promise<void> {
		const { store, timers, tell, report } = this.ports;
		try {
			for (const notice of await store.takeNotices(this.sequenceId, timers.now())) tell(notice);
			if (timers.now() - this.askedAt >= ASK_EVERY_MS) await this.askForTemplate();
		} catch (error) {
			report(error);
		}
	}

	private async askForTemplate(): Promise<void> {
		const { store, timers, isApproved } = this.ports;
		this.askedAt = timers.now();
		const template = (await store.listSequences()).find(({ id }) => id === this.sequenceId)?.pausedFor;
		if (template && (await isApproved(template))) await store.resumeForTemplates([template], timers.now());
	}
}
