/** The timers of the desk, each a sequence of its own: what it waits for, how long, and what its steps are called. */
import { DEFAULT_MAX_ATTEMPTS, type ConversationMoment, type Delay, type SequenceDefinition, type Step, type Survey } from '../sequence/definition';

export interface DeskTimer {
	moment: ConversationMoment;
	/** Counted from the moment. */
	after: Delay;
	/** How often it comes, each time after the same wait; once unless it is said otherwise. */
	times?: number;
	survey?: Survey;
}

/** Under these names people find the timers in lists, statistics and timelines. */
export const TIMER_NAMES: Record<ConversationMoment, string> = {
	unassigned: 'Desk: Away Reply',
	queued: 'Desk: Queue Notice',
	assigned: 'Desk: Assigned',
	unanswered: 'Desk: Agent Reminder',
	silent: 'Desk: Close After Silence',
	bot_silent: 'Desk: Close Bot Conversations',
	closed: 'Desk: Closed',
	survey: 'Desk: Survey',
};

const MINUTE_MS = 60_000;
const UNIT_MS = { seconds: 1_000, minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: 24 * 60 * MINUTE_MS };

/** What Close After Silence takes: 72 hours is three times as long as Meta lets a business write freely. */
const SHORTEST_SILENCE_MS = MINUTE_MS;
const LONGEST_SILENCE_MS = 72 * 60 * MINUTE_MS;

export const MOST_REMINDERS = 10;

/** What is wrong with these timers, in sentences for the person who set them. */
export function faultsOfTimers(timers: readonly DeskTimer[]): string[] {
	return timers.flatMap(({ moment, after, times, survey }): string[] => {
		const name = TIMER_NAMES[moment].replace('Desk: ', '');
		const ms = after.amount * UNIT_MS[after.unit];
		if (!Number.isFinite(ms) || ms < 0) return [`"${name}" needs a time of zero or more.`];
		if ((moment === 'silent' || moment === 'bot_silent') && (ms < SHORTEST_SILENCE_MS || ms > LONGEST_SILENCE_MS)) {
			return [`"${name}" takes 1 minute to 72 hours.`];
		}
		if (moment === 'unanswered' && (times ?? 1) > 1 && ms === 0) return [`"${name}" needs a time of at least one minute when it comes more than once.`];
		if (times !== undefined && !(Number.isInteger(times) && times >= 1 && times <= MOST_REMINDERS)) return [`"${name}" comes 1 to ${MOST_REMINDERS} times.`];
		if (survey && survey.answers.length === 0) return ['The survey needs at least one answer that customers can give.'];
		if (survey && survey.attribute === '') return ['The survey needs the name of the attribute under which answers are kept.'];
		return [];
	});
}

export function sequenceOf({ moment, after, times = 1, survey }: DeskTimer, timeZone: string): SequenceDefinition {
	const name = TIMER_NAMES[moment];
	const title = name.replace('Desk: ', '');
	const steps = Array.from({ length: times }, (_, n): Step => ({ name: n === 0 ? title : `${title} ${n + 1}`, enabled: true, delay: after, message: { kind: 'none' } }));
	return {
		name,
		description: 'A timer of the conversation desk. The desk enrolls people by itself.',
		steps,
		stopOnReply: false,
		stopOn: { undeliverable: false },
		unconfirmed: 'treat_as_sent',
		maxAttempts: DEFAULT_MAX_ATTEMPTS,
		timeZone,
		moment,
		...(survey ? { survey } : {}),
	};
}
