/** The Store contract over a SQL database. Each verb is one transaction; the work is in operations/. */
import { isLive } from '../sequence/enrollment';
import type { MessageEvent, PreferenceEvent, StatusEvent, WebhookEvent } from '../whatsapp/webhook-event';
import type { AccountStore, AppliedWebhook, ExecutionEnd, Store } from './contract';
import type { SqlDriver, SqlSession } from './driver';
import { applyMessages, applyPreferences } from './operations/apply-messages';
import { applyStatuses } from './operations/apply-statuses';
import { beginSends } from './operations/begin-sends';
import { claimDue, endExecution } from './operations/claim';
import { endEnrollments } from './operations/end-enrollments';
import { enroll } from './operations/enroll';
import { publish } from './operations/publish';
import { findTargets, listEnrollments, viewsOf } from './operations/read-enrollments';
import { refuseSteps } from './operations/refuse-steps';
import { settleSends } from './operations/settle-sends';
import { earliestDue, expireLeasesOfOthers, extendLease } from './sql/claims';
import { findContacts } from './sql/contacts';
import { toEnrollment, toSendView } from './sql/rows';
import type { Scope } from './sql/scope';
import { listSendRows } from './sql/sends';
import { allSequences, close } from './sql/sequences';
import { timelineOf } from './sql/timeline';
import { markAcknowledged, release } from './sql/webhook-events';

type DueListener = (sequenceId: string) => void;

/**
 * A store over an open, migrated driver.
 *
 * @param kind embedded, postgres or static
 * @param singleProcess whether a lease of another process can only be one of a dead process
 */
export function sqlStore(driver: SqlDriver, kind: string, singleProcess: boolean): Store {
	const accounts = new Map<string, AccountStore>();
	return {
		kind,
		singleProcess,
		forAccount(phoneNumberId) {
			const known = accounts.get(phoneNumberId);
			if (known) return known;
			const account = sqlAccountStore(driver, phoneNumberId);
			accounts.set(phoneNumberId, account);
			return account;
		},
		close: () => driver.close(),
	};
}

function sqlAccountStore(driver: SqlDriver, account: string): AccountStore {
	const listeners = new Set<DueListener>();
	const run = <Result>(now: number, work: (scope: Scope) => Promise<Result>): Promise<Result> =>
		driver.transaction((session) => work({ session, account, now: now + offsetOf(session) }));
	const read = <Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> => run(0, work);
	const announce = (sequenceIds: Iterable<string>): void => {
		for (const id of new Set(sequenceIds)) for (const listener of listeners) listener(id);
	};

	return {
		publishSequence: async (definition, owner, now) => {
			const published = await run(now, (scope) => publish(scope, definition, owner));
			announce([published.id]);
			return published;
		},
		closeSequence: (owner, now) => run(now, (scope) => close(scope, owner)),
		listSequences: () =>
			read(async (scope) =>
				(await allSequences(scope)).map((row) => ({
					id: row.id,
					name: row.name,
					description: (JSON.parse(row.definition) as { description: string }).description,
					version: row.version,
					open: row.open === 1,
					live: row.live,
				})),
			),

		enroll: async (requests, now) => {
			const results = await run(now, (scope) => enroll(scope, requests));
			announce(results.filter(({ outcome }) => outcome !== 'kept').map(({ enrollment }) => enrollment.sequenceId));
			return results;
		},
		remove: (targets, reason, now) =>
			run(now, async (scope) => {
				const rows = await findTargets(scope, targets);
				const live = rows.map((row) => (row && isLive(toEnrollment(row).state) ? row : null));
				const ended = [...new Map(live.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
				const progress = await endEnrollments(scope, ended.map((enrollment) => ({ enrollment, reason })));
				const after = new Map(ended.map((row, i) => [row.id, { ...toEnrollment(row), ...progress[i]! }]));
				return live.map((row) => (row ? (after.get(row.id) ?? null) : null));
			}),
		getEnrollments: (targets) => read(async (scope) => viewsOf(scope, await findTargets(scope, targets))),
		listEnrollments: (filter, page) => read((scope) => listEnrollments(scope, filter, page)),

		claimDue: (request, now) => run(now, (scope) => claimDue(scope, request)),
		nextDueAt: (sequenceId) =>
			read(async (scope) => {
				const at = await earliestDue(scope, sequenceId);
				return at === null ? null : at - offsetOf(scope.session);
			}),
		renewLease: (lease, until) => read((scope) => extendLease(scope, lease, until + offsetOf(scope.session))),
		endExecution: (lease, end, now) => run(now, (scope) => endExecution(scope, lease, onDatabaseTime(scope, end))),
		reclaimFrom: (sequenceId, living, now) => run(now, (scope) => expireLeasesOfOthers(scope, sequenceId, living)),

		beginSends: (requests, now) => run(now, (scope) => beginSends(scope, requests)),
		settleSends: (settlements, now) => run(now, (scope) => settleSends(scope, settlements)),
		refuseSteps: (refusals, now) => run(now, (scope) => refuseSteps(scope, refusals)),

		applyWebhook: (events, owner, now) => run(now, (scope) => applyWebhook(scope, events, owner)),
		acknowledgeMessages: (wamids) => read((scope) => markAcknowledged(scope, wamids)),
		releaseMessages: (wamids) => read((scope) => release(scope, wamids)),

		onDue(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		contactTimeline: (contact, limit) =>
			read(async (scope) => {
				const [row] = await findContacts(scope, [contact]);
				return row ? timelineOf(scope, row.id, limit) : [];
			}),
		listSends: (filter, page) => read(async (scope) => (await listSendRows(scope, filter, page)).map(toSendView)),
	};
}

/** What the caller's clock says, in the time of the database. */
const offsetOf = (session: SqlSession): number => session.clockOffset ?? 0;

function onDatabaseTime({ session }: Scope, end: ExecutionEnd): ExecutionEnd {
	return end.kind === 'waiting' ? { ...end, until: end.until + offsetOf(session) } : end;
}

async function applyWebhook(scope: Scope, events: WebhookEvent[], owner: string): Promise<AppliedWebhook> {
	// Contacts before sends and counters, in the order in which all verbs lock them.
	await applyPreferences(scope, events.filter((event): event is PreferenceEvent => event.kind === 'preference'));
	const applied = await applyMessages(scope, events.filter((event): event is MessageEvent => event.kind === 'message'), owner);
	const statuses = await applyStatuses(scope, events.filter((event): event is StatusEvent => event.kind === 'status'));
	return { ...applied, statuses };
}

