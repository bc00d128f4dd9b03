/** Reads what decides about runs, a statement for each kind of fact, whatever the number of runs. */
import type { EnrollmentTarget, RunFacts, RunSend } from '../../contract';
import { zoneOfRow } from '../../contact-zone';
import { readHold } from '../../sql/account-hold';
import { contactsById, findContacts } from '../../sql/contacts';
import { runEvents, runRefusals } from '../../sql/run-history';
import type { EnrollmentRow, SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequenceRowByName, sequencesById, type Sequence } from '../../sql/sequences';
import { sendsOfRuns } from '../../sql/sends';
import { definitionsOf, versionKey } from '../../sql/versions';
import { findTargets, viewsOf } from './read-enrollments';

const EVENTS = 500;
const REFUSALS = 20;

export async function runFacts(scope: Scope, targets: EnrollmentTarget[]): Promise<RunFacts[]> {
	const rows = await findTargets(scope, targets);
	const present = [...new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
	const views = await viewsOf(scope, rows);
	const events = await runEvents(scope, present, EVENTS);
	const sends = await sendsOfRuns(scope, present.map(({ id }) => id));
	const sequences = await sequencesById(scope, present.map(({ sequence_id }) => sequence_id));
	const definitions = await definitionsOf(scope, present);
	const contacts = await contactsById(scope, present.map(({ contact_id }) => contact_id));
	const hold = (await readHold(scope)) ?? null;
	const refusals = await refusalsOf(scope, targets, rows);
	return rows.map((row, i): RunFacts => {
		const sequence = row ? sequences.get(row.sequence_id) : undefined;
		if (!row || !sequence) return { ...NOBODY, refusals: refusals[i]! };
		// Whoever follows the sequence is taken along to its current version before anything else is done.
		const follows = sequence.definition.liveEdit !== 'pinned' && row.ended_at === null;
		const definition = (follows ? undefined : definitions.get(versionKey(row))) ?? sequence.definition;
		return {
			run: views[i] ?? null,
			refusals: refusals[i]!,
			events: events.get(row.id) ?? [],
			sends: (sends.get(row.id) ?? []).map(toRunSend),
			definition,
			zone: zoneOfRow(contacts.get(row.contact_id), { definition }),
			open: sequence.open,
			paused: pauseOf(sequence),
			hold: hold && { since: hold.since, until: hold.until, reason: hold.reason, detail: hold.detail },
			heldUntil: heldUntil(row, scope.now),
		};
	});
}

const NOBODY: RunFacts = { run: null, refusals: [], events: [], sends: [], definition: null, zone: 'UTC', open: false, paused: null, hold: null, heldUntil: null };

const pauseOf = ({ pausedAt, pausedReason }: Sequence): string | null => (pausedAt === null ? null : (pausedReason ?? ''));

const heldUntil = ({ lease, available_at: until }: EnrollmentRow, now: number): number | null => (lease !== null && until !== null && until > now ? until : null);

function toRunSend({ step, label, state, error, sending_at, accepted_at, delivered_at, read_at, failed_at }: SendRow): RunSend {
	return { step: step ?? '', label, state, error, sendingAt: sending_at, acceptedAt: accepted_at, deliveredAt: delivered_at, readAt: read_at, failedAt: failed_at };
}

/** Of those whom a sequence did not take in there may be no run. */
async function refusalsOf(scope: Scope, targets: EnrollmentTarget[], rows: Array<EnrollmentRow | null>): Promise<Array<RunFacts['refusals']>> {
	const named = targets.map((target) => ('sequence' in target ? target : null));
	const contacts = await findContacts(scope, named.flatMap((target) => target?.contact ?? []));
	const ids = new Map<string, string>();
	for (const name of new Set(named.flatMap((target) => target?.sequence ?? []))) ids.set(name, (await sequenceRowByName(scope, name))?.id ?? '');
	let next = 0;
	const asked = named.map((target, i) => {
		const contact = target ? contacts[next++] : undefined;
		return { contact_id: rows[i]?.contact_id ?? contact?.id ?? '', sequence_id: rows[i]?.sequence_id ?? ids.get(target?.sequence ?? '') ?? '' };
	});
	const found = await runRefusals(scope, asked, REFUSALS);
	return asked.map(({ contact_id, sequence_id }) => found.get(`${contact_id} ${sequence_id}`) ?? []);
}
