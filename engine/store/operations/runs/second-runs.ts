/** Two contacts become one: of two runs through the same sequence only one goes on. */
import { groupBy } from '../../group-by';
import { liveEnrollmentsOf } from '../../sql/enrollments';
import { messagesOfRuns, type Moves } from '../../sql/merge-people';
import type { EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequencesById } from '../../sql/sequences';
import { deleteTags } from '../../sql/tags';
import { endEnrollments } from './end-enrollments';
import { progressTags } from './progress-tags';

/** Ends the further runs before they move, and answers them. Nothing follows from such an end: the person is still in the sequence. */
export async function endSecondRuns(scope: Scope, moves: Moves, contactIds: string[]): Promise<EnrollmentRow[]> {
	const live = await liveEnrollmentsOf(scope, contactIds);
	const ownerOf = ({ contact_id }: EnrollmentRow): string => moves.get(contact_id) ?? contact_id;
	const rivals = [...groupBy(live, (row) => `${ownerOf(row)} ${row.sequence_id}`).values()].filter(({ length }) => length > 1);
	if (rivals.length === 0) return [];
	const messages = await messagesOfRuns(scope, rivals.flat().map(({ id }) => id));
	const further = (a: EnrollmentRow, b: EnrollmentRow): number =>
		(messages.get(b.id) ?? 0) - (messages.get(a.id) ?? 0) || a.enrolled_at - b.enrolled_at || (a.id < b.id ? -1 : 1);
	const second = rivals.flatMap((runs) => [...runs].sort(further).slice(1));
	await endEnrollments(scope, second.map((enrollment) => ({ enrollment, reason: 'merged' })));
	const ended = new Set(second.map(({ id }) => id));
	scope.ended = scope.ended.filter(({ id }) => !ended.has(id));
	const sequences = await sequencesById(scope, second.map(({ sequence_id }) => sequence_id));
	// Before the tags are united: what is left then tells of the run that goes on.
	await deleteTags(scope, second.flatMap(({ contact_id, sequence_id }) => progressTags(contact_id, sequences.get(sequence_id)!.definition)));
	return second;
}
