/** Handing out changes to the trigger that asked for them: at least once, in their order. */
import type { ClaimRequest, EventClaim } from '../../contract';
import { newId } from '../../ids';
import { contactsById } from '../../sql/contacts';
import { readEnrollments } from '../../sql/enrollments';
import { toContact, toEnrollment } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { leaseEvents } from '../../sql/sequence-events';
import { sequencesById } from '../../sql/sequences';

export async function claimEvents(scope: Scope, { sequenceId, owner, limit, leaseMs }: ClaimRequest): Promise<EventClaim> {
	const token = newId(scope.now);
	const rows = await leaseEvents(scope, sequenceId, { token, owner, until: scope.now + leaseMs, limit });
	const sequence = (await sequencesById(scope, [sequenceId])).get(sequenceId);
	const contacts = await contactsById(scope, rows.flatMap(({ contact_id }) => contact_id ?? []));
	const runs = await readEnrollments(scope, rows.flatMap(({ enrollment_id }) => enrollment_id ?? []));
	return {
		lease: token,
		sequence: { id: sequenceId, name: sequence?.name ?? '', version: sequence?.version ?? 0 },
		events: rows.map(({ id, kind, at, step, reason, detail, attempts, contact_id, enrollment_id }) => {
			const contact = contacts.get(contact_id ?? '');
			const run = runs.get(enrollment_id ?? '');
			return { id, kind, at, step, reason, detail, attempt: attempts, contact: contact ? toContact(contact) : null, enrollment: run ? toEnrollment(run) : null };
		}),
	};
}
