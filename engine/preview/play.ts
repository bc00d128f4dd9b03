/**
 * Plays a sequence on a pretend clock: the engine itself, over a store in memory, moved from one due time to the next.
 * The schedule, the life of the run and every reason come from there; this only looks at the clock.
 */
import type { Contact } from '../contact/contact';
import { isLive } from '../sequence/enrollment';
import { dueAfter } from '../sequence/schedule';
import type { EnrollmentView } from '../store/contract';
import type { PreviewEntry } from './entry';
import { handOut, type Mail } from './hand-out';
import { enrollIn, happen } from './happen';
import type { PretendEvent, PreviewPlan } from './plan';
import { setStage, type Stage } from './stage';
import { Story, type Close } from './story';

/** More than the longest sequence takes; a run that goes round in circles is cut here. */
const MOST_ROUNDS = 1_000;
/** Runs of one contact that are looked at. */
const MOST_RUNS = 500;

/**
 * What would happen. It always ends: with the last step, after `longest`, or after very many steps.
 *
 * @throws StoreRefusal for a sequence or contact that is not in the plan's world
 */
export async function preview(plan: PreviewPlan): Promise<PreviewEntry[]> {
	const stage = await setStage(plan);
	try {
		return await new Player(stage, plan).play();
	} finally {
		await stage.close();
	}
}

class Player {
	private now: number;
	private isUp = true;
	private readonly mail: Mail;
	private readonly waiting: PretendEvent[];
	private readonly story: Story;

	constructor(
		private readonly stage: Stage,
		private readonly plan: PreviewPlan,
	) {
		this.now = Math.min(plan.from ?? plan.startsAt, plan.startsAt);
		this.mail = { reaches: true, categoryOf: plan.categoryOf ?? (() => 'marketing') };
		this.waiting = [...plan.events].sort((a, b) => a.at - b.at);
		this.story = new Story(stage);
	}

	async play(): Promise<PreviewEntry[]> {
		const { startsAt, longest } = this.plan;
		const begun = await this.runs();
		this.story.begin(begun);
		const { runs: before } = await this.playUntil(startsAt - 1, begun);
		this.now = startsAt;
		const contact = await enrollIn(this.stage, this.plan, this.now);
		const { runs, close } = await this.playUntil(dueAfter(startsAt, longest, 'UTC'), await this.tell(before, contact), contact);
		return this.story.close(runs, close);
	}

	/** Lets everything happen up to and with this instant. */
	private async playUntil(end: number, begun: EnrollmentView[], contact?: Contact): Promise<{ runs: EnrollmentView[]; close: Close }> {
		let runs = begun;
		for (let round = 0; round < MOST_ROUNDS; round++) {
			const next = await this.next(runs);
			const who = runs[0]?.contact ?? contact;
			if (next === null || who === undefined) return { runs, close: 'nothing more' };
			if (next.at > end) return { runs, close: 'too long' };
			this.now = Math.max(this.now, next.at);
			if (next.event) await this.take(next.event, who);
			else await handOut(this.stage.account, next.sequenceId, this.mail, this.now);
			runs = await this.tell(runs, who);
		}
		return { runs, close: 'too many' };
	}

	/** Tells what has happened since the last look, and answers where the runs stand now. */
	private async tell(before: EnrollmentView[], contact: Contact): Promise<EnrollmentView[]> {
		const after = await this.runs();
		await this.story.goOn({ before, after, contact: after[0]?.contact ?? contact, now: this.now });
		return after;
	}

	private async runs(): Promise<EnrollmentView[]> {
		return await this.stage.account.listEnrollments({ contact: { id: this.plan.contactId } }, { limit: MOST_RUNS });
	}

	/** The next event, or the sequence with the next due step. Of both at once the event comes first. */
	private async next(runs: EnrollmentView[]): Promise<{ at: number; event: PretendEvent } | { at: number; event: null; sequenceId: string } | null> {
		const [event] = this.waiting;
		let due: { at: number; sequenceId: string } | null = null;
		for (const { sequenceId, state } of this.isUp ? runs : []) {
			if (!isLive(state)) continue;
			const at = await this.stage.account.nextDueAt(sequenceId);
			if (at !== null && (due === null || at < due.at)) due = { at, sequenceId };
		}
		if (event && (due === null || event.at <= due.at)) return { at: event.at, event };
		return due && { ...due, event: null };
	}

	private async take(event: PretendEvent, contact: Contact): Promise<void> {
		this.waiting.shift();
		this.story.note(event, contact, this.plan.sequence);
		if (event.kind === 'downtime_begins') this.isUp = false;
		else if (event.kind === 'downtime_ends') this.isUp = true;
		else if (event.kind === 'undeliverable') this.mail.reaches = false;
		else await happen(this.stage, { contact, sequence: this.plan.sequence }, { ...event, at: this.now }, this.story.length);
	}
}
