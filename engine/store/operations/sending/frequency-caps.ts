/** How often contacts have been written to, for the frequency caps of the sequences that want to write again. */
import { durationOf } from '../../../sequence/schedule';
import { earliestUnderCap } from '../../../sequence/schedule/frequency-cap';
import { groupBy } from '../../group-by';
import { lockContacts } from '../../sql/lock-rows';
import { contactsAndSequencesOf } from '../../sql/enrollments';
import type { EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sentSince } from '../../sql/sends';
import { sequencesById, type Sequence } from '../../sql/sequences';

export interface CapBook {
	/** The earliest instant, from now on, at which the cap of its sequence lets this enrollment have one more message. */
	uncappedAt(enrollment: EnrollmentRow, sequence: Sequence | undefined): number;
	/** One more is on its way, in this very batch. */
	noteSend(enrollment: EnrollmentRow): void;
}

/**
 * Holds the contacts of capped sequences until the transaction ends: two sequences that ask at the same moment ask one
 * after the other, and the second sees the first one's message. Comes before anything else is locked, since whoever
 * enrolls locks contacts first, too.
 */
export async function lockCapped(scope: Scope, enrollmentIds: string[]): Promise<void> {
	// One writer at a time has nothing to lock.
	if (enrollmentIds.length === 0 || scope.session.dialect.lock('c') === '') return;
	const pairs = await contactsAndSequencesOf(scope, enrollmentIds);
	const sequences = await sequencesById(scope, pairs.map(({ sequence_id }) => sequence_id));
	const capped = pairs.filter(({ sequence_id }) => sequences.get(sequence_id)?.definition.frequencyCap);
	await lockContacts(scope, capped.map(({ contact_id }) => contact_id));
}

/** Reads the messages that the caps of these enrollments count, in one query. */
export async function openCapBook(scope: Scope, enrollments: EnrollmentRow[], sequenceOf: (row: EnrollmentRow) => Sequence): Promise<CapBook> {
	const wanted = enrollments.flatMap((row) => {
		const cap = sequenceOf(row).definition.frequencyCap;
		return cap ? [{ contact_id: row.contact_id, since: scope.now - durationOf(cap.per) }] : [];
	});
	const since = [...groupBy(wanted, ({ contact_id }) => contact_id)].map(([contact_id, all]) => ({
		contact_id,
		since: Math.min(...all.map((one) => one.since)),
	}));
	const rows = await sentSince(scope, since);
	const sent = new Map([...groupBy(rows, ({ contact_id }) => contact_id)].map(([id, all]) => [id, all.map(({ sending_at }) => sending_at)]));
	return {
		uncappedAt(enrollment, sequence) {
			const cap = sequence?.definition.frequencyCap;
			return cap ? earliestUnderCap(cap, sent.get(enrollment.contact_id) ?? [], scope.now) : scope.now;
		},
		noteSend({ contact_id }) {
			sent.set(contact_id, [...(sent.get(contact_id) ?? []), scope.now]);
		},
	};
}
