/** What a Stop-When Guard does to those for whom a rule held: ends the run that its item holds, and changes tags. */
import { enabledStepsFrom } from '../../../sequence/definition';
import { isLive } from '../../../sequence/enrollment';
import { holdOn } from '../../../sequence/permission';
import type { Reason } from '../../../sequence/reason';
import type { GuardStop, GuardStopped } from '../../contract';
import { findContacts, resolveContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { enrollmentsById } from '../../sql/enrollments';
import { toEnrollment, type EnrollmentRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { deleteTags, insertTags, type ContactTag } from '../../sql/tags';
import { holdOf } from '../sending/begin-sends';
import { endEnrollments } from './end-enrollments';
import { sequencesOf } from '../sequences/follow';
import { checkedTag } from '../people/tag-contacts';

/** A stop with the contact whose tags it changes; null where there are no tags and nobody is known. */
interface Stop extends GuardStop {
	contactId: string | null;
	/** Why it must not be applied, or null. */
	refusal: Reason | null;
	row: EnrollmentRow | null;
}

/** Several items of one run end it once, and all of them are told so. Of the same tag changed twice the first is told. */
export async function stopByGuard(scope: Scope, requests: GuardStop[]): Promise<GuardStopped[]> {
	const stops = await load(scope, requests);
	const ending = new Map<string, Stop>();
	for (const stop of stops) if (stop.row && stop.refusal === null && !ending.has(stop.row.id)) ending.set(stop.row.id, stop);
	const sequenceOf = await sequencesOf(scope, [...ending.values()].map(({ row }) => row!));
	const notSent = new Map([...ending.values()].map(({ row }) => [row!.id, enabledStepsFrom(sequenceOf(row!).definition, toEnrollment(row!))]));
	// Whoever was moved to a newer version a line above may have completed by that.
	const live = [...ending.values()].filter(({ row }) => row!.ended_at === null);
	await endEnrollments(scope, live.map(({ row, rule }) => ({ enrollment: row!, reason: 'guard_stopped', detail: rule })));
	const removed = await changeTags(scope, stops, 'removeTags', deleteTags);
	const added = await changeTags(scope, stops, 'addTags', insertTags);
	return stops.map(({ row, refusal }, i) => ({
		applied: refusal === null,
		reason: refusal ?? 'guard_stopped',
		enrollment: row && toEnrollment(row),
		stepsNotSent: refusal === null && row ? notSent.get(row.id)! : [],
		tagsRemoved: removed[i]!,
		tagsAdded: added[i]!,
	}));
}

async function load(scope: Scope, requests: GuardStop[]): Promise<Stop[]> {
	const tagged = requests.filter(changesTags);
	tagged.forEach(({ addTags, removeTags }) => [...addTags, ...removeTags].forEach(checkedTag));
	// Only a new tag makes somebody known.
	await resolveContacts(scope, tagged.flatMap(({ contact, addTags, enrollmentId }) => (addTags.length > 0 && !enrollmentId ? [contact] : [])));
	const contacts = await findContacts(scope, requests.map(({ contact }) => contact));
	await lockContacts(scope, contacts.flatMap((contact) => contact?.id ?? []));
	const rows = await enrollmentsById(scope, requests.flatMap(({ enrollmentId }) => enrollmentId ?? []));
	return requests.map((request, i): Stop => {
		const row = rows.get(request.enrollmentId ?? '') ?? null;
		return { ...request, row, contactId: row?.contact_id ?? contacts[i]?.id ?? null, refusal: refusalOf(scope, request, row) };
	});
}

const changesTags = ({ addTags, removeTags }: GuardStop): boolean => addTags.length + removeTags.length > 0;

/** An item of the Sequence Trigger brings its lease: once that is lost, somebody else decides about the run. */
function refusalOf(scope: Scope, { enrollmentId, step }: GuardStop, row: EnrollmentRow | null): Reason | null {
	if (enrollmentId === undefined) return null;
	if (!row || !isLive(toEnrollment(row).state)) return 'enrollment_ended';
	if (!step) return null;
	const hold = holdOn(holdOf(row), step.lease, step.step, scope.now);
	return typeof hold === 'object' ? hold.reason : null;
}

/** What really changed for each stop. */
async function changeTags(
	scope: Scope,
	stops: Stop[],
	tags: 'addTags' | 'removeTags',
	write: (scope: Scope, tags: ContactTag[]) => Promise<ContactTag[]>,
): Promise<string[][]> {
	const wanted = stops.map((stop) => (stop.refusal === null && stop.contactId !== null ? stop[tags].map(checkedTag) : []));
	const written = await write(scope, wanted.flatMap((names, i) => names.map((tag) => ({ contact_id: stops[i]!.contactId!, tag }))));
	const left = new Set(written.map(({ contact_id, tag }) => `${contact_id} ${tag}`));
	return wanted.map((names, i) => names.filter((tag) => left.delete(`${stops[i]!.contactId} ${tag}`)));
}
