/** The totals agree with the rows that they sum up. */
import type { Snapshot } from '../snapshot';
import { must } from './broken';
import { live } from './runs';

/** Steps that went out, or may have, or needed no message. */
const NOT_UNSENT: ReadonlySet<string | null> = new Set(['sent', 'unconfirmed', 'done', 'held_out', 'reply_received']);

export function checkTotals(before: Snapshot, now: Snapshot): void {
	for (const { id } of now.sequences.values()) {
		const runs = [...now.runs.values()].filter(({ sequence_id }) => sequence_id === id);
		const sends = [...now.sends.values()].filter(({ sequence_id, wamid }) => sequence_id === id && wamid !== null);
		const steps = [...now.events.values()].filter(({ sequence_id, kind }) => sequence_id === id && kind === 'step');
		const expected = new Map<string, number>([
			['enrolled', runs.length],
			['accepted', steps.filter(({ reason }) => reason === 'sent').length],
			['not_sent', steps.filter(({ reason }) => !NOT_UNSENT.has(reason)).length],
			['delivered', sends.filter(({ state }) => state === 'delivered' || state === 'read').length],
			['read', sends.filter(({ state }) => state === 'read').length],
			['failed', sends.filter(({ state }) => state === 'failed').length],
			['replied', repliesIn(id, before, now)],
			['conversion', now.conversions.filter(({ sequence_id }) => sequence_id === id).length],
		]);
		for (const run of runs.filter((one) => !live(one))) {
			const event = `${run.state} ${run.reason}`;
			expected.set(event, (expected.get(event) ?? 0) + 1);
		}
		checkSequence(id, now, expected);
	}
}

/** A reply answers the step done last: it ended the run, or the wait of the step behind. Who had no step yet answered none. */
function repliesIn(id: string, before: Snapshot, now: Snapshot): number {
	const ended = ({ runs }: Snapshot): number =>
		[...runs.values()].filter(({ sequence_id, reason, ended_at, last_step }) => sequence_id === id && ended_at !== null && reason === 'replied' && last_step !== null).length;
	const answered = [...now.events.values()].filter(
		(event) => event.sequence_id === id && event.reason === 'reply_received' && !before.events.has(event.id) && (before.runs.get(event.enrollment_id!)?.last_step ?? null) !== null,
	).length;
	const counted = before.counts.reduce((sum, { sequence_id, event, total }) => sum + (sequence_id === id && event === 'replied' ? total : 0), 0);
	return counted + ended(now) - ended(before) + answered;
}

/** Steps are renamed with their totals, and their sends are not: so only the sums over a sequence must agree. */
function checkSequence(id: string, now: Snapshot, expected: ReadonlyMap<string, number>): void {
	const counted = new Map<string, number>();
	for (const { sequence_id, event, total } of now.counts) {
		if (sequence_id === id && !event.startsWith('revenue')) counted.set(event, (counted.get(event) ?? 0) + total);
	}
	for (const event of new Set([...counted.keys(), ...expected.keys()])) {
		const [total, rows] = [counted.get(event) ?? 0, expected.get(event) ?? 0];
		must(total === rows, `the total of "${event}" is ${total}, and there are ${rows}`);
	}
}
