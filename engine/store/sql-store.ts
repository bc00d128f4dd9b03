/** The Store contract over a SQL database. Each verb is one transaction; the work is in operations/. */
import { setImmediate } from 'node:timers/promises';
import { isLive } from '../sequence/enrollment';
import { approvedTemplateIn } from '../whatsapp/notices';
import type { MessageEvent, OtherEvent, PreferenceEvent, StatusEvent, WebhookEvent } from '../whatsapp/webhook-event';
import type { AccountStore, AppliedWebhook, ExecutionEnd, PublishedSequence, Store } from './contract';
import type { SqlDriver, SqlSession } from './driver';
import { followUp } from './operations/runs/after-end';
import { applyMessages, applyPreferences } from './operations/webhooks/apply-messages';
import { applyNotices } from './operations/webhooks/apply-notices';
import { applyStatuses } from './operations/webhooks/apply-statuses';
import { auditFacts } from './operations/sequences/audit-facts';
import { beginSends } from './operations/sending/begin-sends';
import { renameTag, setTags } from './operations/people/change-tags';
import { changeEnrollments } from './operations/runs/change-enrollments';
import { claimDue, endExecution } from './operations/sending/claim';
import { claimEvents } from './operations/sequences/claim-events';
import { claimKeywords } from './operations/sequences/claim-keywords';
import { definitionsOfRuns, describeSequence } from './operations/sequences/describe-sequence';
import { removeAgents, saveAgents } from './operations/desk/desk-agents';
import { followOpenPart } from './operations/desk/desk-timers';
import { endEnrollments } from './operations/runs/end-enrollments';
import { enroll } from './operations/runs/enroll';
import { erasePeople } from './operations/moving/erase-person';
import { decideReviews, endSilence } from './operations/reviews/decide-reviews';
import { review } from './operations/reviews/review';
import { takeTaps } from './operations/webhooks/reviewer-taps';
import { getReviews, listReviews, reviewViewsOf } from './operations/reviews/read-reviews';
import { beginExport, exportPage } from './operations/moving/export-account';
import { exportPart } from './operations/moving/export-part';
import { exportPeople } from './operations/moving/export-person';
import { importRecords } from './operations/moving/import-account';
import { endHold, heldNow } from './operations/sending/hold-account';
import { resumeForTemplates } from './operations/sequences/pause-for-template';
import { listSequences, pauseSequence, resumeSequence } from './operations/sequences/pause-sequence';
import { gatherLiveCounts } from './operations/sequences/gather-live-counts';
import { followAtOnce, followPart } from './operations/sequences/follow';
import { loadFacts } from './operations/runs/load-facts';
import { hashPassword, isPassword } from './operations/sequences/lock-password';
import { BATCH_SILENT_MS, progressOf } from './operations/sending/batch-progress';
import { recordConversions } from './operations/people/record-conversions';
import { sequenceStats } from './operations/sequences/sequence-stats';
import { publish } from './operations/sequences/publish';
import { findTargets, listEnrollments, viewsOf } from './operations/runs/read-enrollments';
import { consentHistory, consentOf, recordConsent } from './operations/people/record-consent';
import { refuseSteps } from './operations/sending/refuse-steps';
import { sentToSince } from './operations/sending/recent-sends';
import { reserveDepartures, slowPace } from './operations/sending/reserve-departures';
import { prune } from './operations/moving/retention';
import { beginTry, checkNewPassword, confirmWaiting, lockWith, removeLock, waitingChanges, wrongPassword, type Try } from './operations/sequences/sequence-lock';
import { runFacts } from './operations/runs/run-facts';
import { settleIdentities } from './operations/webhooks/settle-identities';
import { settleSends } from './operations/sending/settle-sends';
import { getContacts, listContacts, saveContacts } from './operations/people/manage-contacts';
import { mergePeople } from './operations/people/merge-people';
import { stopByGuard } from './operations/runs/stop-by-guard';
import { workDesk } from './operations/desk/work-desk';
import { addTags, factsOf, incrementAttributes, removeTags, setAttributes } from './operations/people/tag-contacts';
import { readHold } from './sql/account-hold';
import { earliestDue, expireLeasesOfOthers, extendLease } from './sql/claims';
import { findContacts } from './sql/contacts';
import { listConversationViews, viewsOfConversations } from './sql/conversations';
import { allAgents } from './sql/desk-agents';
import { toEnrollment, toSendView } from './sql/rows';
import { confirmKeywordsOf, deleteKeywordsOf, keywordsOfOthers } from './sql/keywords';
import { markWoken, reviewsOf, unwoken } from './sql/reviews';
import type { Scope } from './sql/scope';
import { takeUntold } from './sql/notices';
import { batchesSeenSince, deleteBatch, writeBatch } from './sql/pace';
import { listSendRows } from './sql/sends';
import { deleteEventsOf, earliestEvent, extendEventLease, freeEventsOfOthers } from './sql/sequence-events';
import { close } from './sql/sequences';
import { timelineOf, timelinesOf } from './sql/timeline';
import { adopt, keep, lastReceived, markAcknowledged, release } from './sql/webhook-events';

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
	const eventListeners = new Set<DueListener>();
	const announce = (sequenceIds: Iterable<string>): void => {
		for (const id of new Set(sequenceIds)) for (const listener of listeners) listener(id);
	};
	const run = async <Result>(now: number, work: (scope: Scope) => Promise<Result>): Promise<Result> => {
		let woken: Iterable<string> = [];
		let told: Iterable<string> = [];
		const result = await driver.transaction(async (session) => {
			const scope: Scope = { session, account, now: now + offsetOf(session), ended: [], counts: [], leftReview: [], events: [], told: new Set(), woken: new Set() };
			const done = await work(scope);
			await followUp(scope);
			({ woken, told } = scope);
			return done;
		});
		announce(woken);
		for (const id of told) for (const listener of eventListeners) listener(id);
		return result;
	};
	const read = <Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> => run(0, work);
	const gather = async (): Promise<void> => {
		while (await read(gatherLiveCounts));
	};
	/** Publishes, and takes along the people in flight. */
	const publishing = async (now: number, work: (scope: Scope) => Promise<PublishedSequence>): Promise<PublishedSequence> => {
		const { published, first } = await run(now, async (scope) => {
			const done = await work(scope);
			return { published: done, first: await followAtOnce(scope, done.id) };
		});
		let pass = first;
		while (pass.phase !== 'done') {
			// Claims and sends get their turn: an embedded store never waits, and would not let timers in by itself.
			await setImmediate();
			pass = await run(now, (scope) => followPart(scope, pass));
		}
		announce([published.id]);
		return { ...published, offered: pass.offered };
	};
	/** A hash takes its time, during which nobody waits for the store. */
	const withPassword = async (
		name: string,
		password: string,
		now: number,
		work: (scope: Scope, name: string, tried: Try) => Promise<PublishedSequence>,
	): Promise<PublishedSequence> => {
		const { tried, refusal } = await run(now, async (scope) => {
			const begun = await beginTry(scope, name);
			return { tried: begun, refusal: wrongPassword(name, begun, scope.now) };
		});
		if (!(await isPassword(password, tried.hash))) throw refusal;
		return publishing(now, (scope) => work(scope, name, tried));
	};

	return {
		publishSequence: (definition, owner, now) => publishing(now, (scope) => publish(scope, definition, owner)),
		closeSequence: (owner, now) => run(now, (scope) => close(scope, owner)),
		listSequences: () => read(listSequences),
		describeSequence: (name, versions) => read((scope) => describeSequence(scope, name, versions)),
		definitionsOfRuns: (runs) => read((scope) => definitionsOfRuns(scope, runs)),
		lockSequence: async (name, password, now) => {
			checkNewPassword(password);
			const hash = await hashPassword(password);
			return run(now, (scope) => lockWith(scope, name, hash));
		},
		confirmChanges: (name, password, now) => withPassword(name, password, now, confirmWaiting),
		unlockSequence: (name, password, now) => withPassword(name, password, now, removeLock),
		waitingChanges: (name) => read((scope) => waitingChanges(scope, name)),
		claimKeywords: (owner, claims, now) => run(now, (scope) => claimKeywords(scope, owner, claims)),
		releaseKeywords: (owner, now) => run(now, (scope) => deleteKeywordsOf(scope, owner)),
		confirmKeywords: (owner, now) => run(now, (scope) => confirmKeywordsOf(scope, owner)),
		takenKeywords: (workflowId, keywords, now) => run(now, (scope) => keywordsOfOthers(scope, workflowId, keywords)),
		pauseSequence: (name, reason, now) => run(now, (scope) => pauseSequence(scope, name, reason)),
		resumeSequence: async (name, now) => {
			const resumed = await run(now, (scope) => resumeSequence(scope, name));
			announce([resumed.id]);
			return resumed;
		},

		resumeForTemplates: (templates, now) => run(now, (scope) => resumeForTemplates(scope, templates)),
		takeNotices: (sequenceId, now) => run(now, (scope) => takeUntold(scope, sequenceId)),
		accountHold: () => read(heldNow),
		credentialWorks: (now) => run(now, (scope) => endHold(scope, scope.now, ['credential_refused'])),

		enroll: (requests, now) => run(now, (scope) => enroll(scope, requests)),
		remove: (targets, reason, now) =>
			run(now, async (scope) => {
				const rows = await findTargets(scope, targets);
				const live = rows.map((row) => (row && isLive(toEnrollment(row).state) ? row : null));
				const ended = [...new Map(live.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
				const progress = await endEnrollments(scope, ended.map((enrollment) => ({ enrollment, reason })));
				const after = new Map(ended.map((row, i) => [row.id, { ...toEnrollment(row), ...progress[i]! }]));
				return live.map((row) => (row ? (after.get(row.id) ?? null) : null));
			}),
		changeEnrollments: (changes, now) => run(now, (scope) => changeEnrollments(scope, changes)),
		recordConversions: (requests, now) => run(now, (scope) => recordConversions(scope, requests)),
		sequenceStats: async (name, now) => {
			let isScattered = false;
			const stats = await run(now, (scope) => sequenceStats(scope, name, () => (isScattered = true)));
			if (isScattered) await gather();
			return stats;
		},
		getEnrollments: (targets) => read(async (scope) => viewsOf(scope, await findTargets(scope, targets))),
		listEnrollments: (filter, page) => read((scope) => listEnrollments(scope, filter, page)),

		addTags: (requests, now) => run(now, (scope) => addTags(scope, requests)),
		removeTags: (requests, now) => run(now, (scope) => removeTags(scope, requests)),
		tagsOf: (contacts) => read((scope) => factsOf(scope, contacts)),
		recordConsent: (requests, now) => run(now, (scope) => recordConsent(scope, requests)),
		consentOf: (contacts) => read((scope) => consentOf(scope, contacts)),
		consentHistory: (contacts, limit) => read((scope) => consentHistory(scope, contacts, limit)),
		incrementAttributes: (requests, now) => run(now, (scope) => incrementAttributes(scope, requests)),
		setTags: (requests, now) => run(now, (scope) => setTags(scope, requests)),
		renameTag: (from, to, now) => run(now, (scope) => renameTag(scope, from, to)),
		getContacts: (contacts) => read((scope) => getContacts(scope, contacts)),
		listContacts: (filter, page) => read((scope) => listContacts(scope, filter, page)),
		saveContacts: (requests, now) => run(now, (scope) => saveContacts(scope, requests)),
		mergePeople: (requests, now) => run(now, (scope) => mergePeople(scope, requests)),
		setAttributes: (requests, now) => run(now, (scope) => setAttributes(scope, requests)),

		review: (requests, now) => run(now, (scope) => review(scope, requests)),
		decideReviews: (decisions, now) => run(now, (scope) => decideReviews(scope, decisions)),
		endSilence: (limit, now) => run(now, (scope) => endSilence(scope, limit)),
		getReviews: (ids) => read((scope) => getReviews(scope, ids)),
		listReviews: (filter, page) => read((scope) => listReviews(scope, filter, page)),
		reviewsOfExecution: (execution) => read(async (scope) => reviewViewsOf(scope, await reviewsOf(scope, execution))),
		wakeableExecutions: (limit) => read((scope) => unwoken(scope, limit)),
		executionWoken: (execution, now) => run(now, (scope) => markWoken(scope, execution)),
		saveAgents: (requests, now) => run(now, (scope) => saveAgents(scope, requests)),
		removeAgents: (names, now) => run(now, (scope) => removeAgents(scope, names)),
		listAgents: () => read(async (scope) => [...(await allAgents(scope)).values()]),
		workDesk: (requests, now) => run(now, (scope) => workDesk(scope, requests)),
		conversationsOf: (contacts) =>
			read(async (scope) => {
				const rows = await findContacts(scope, contacts);
				const views = await viewsOfConversations(scope, rows.flatMap((row) => row?.id ?? []));
				return rows.map((row) => views.get(row?.id ?? '') ?? null);
			}),
		listConversations: (filter, page) => read((scope) => listConversationViews(scope, filter, page)),
		followConversations: async (now) => {
			let after: string | null = '';
			while (after !== null) {
				const from: string = after;
				after = await run(now, (scope) => followOpenPart(scope, from));
				await setImmediate();
			}
		},

		loadFacts: (requests, needs, now) => run(now, (scope) => loadFacts(scope, requests, needs)),
		stopByGuard: (stops, now) => run(now, (scope) => stopByGuard(scope, stops)),

		claimDue: (request, now) => run(now, (scope) => claimDue(scope, request)),
		nextDueAt: (sequenceId) =>
			read(async (scope) => {
				const at = await earliestDue(scope, sequenceId);
				if (at === null) return null;
				const hold = await readHold(scope);
				return Math.max(at, hold?.until ?? at) - offsetOf(scope.session);
			}),
		renewLease: (lease, until) => read((scope) => extendLease(scope, lease, until + offsetOf(scope.session))),
		endExecution: (lease, end, now) => run(now, (scope) => endExecution(scope, lease, onDatabaseTime(scope, end))),
		reclaimFrom: (sequenceId, living, now) =>
			run(now, async (scope) => {
				await freeEventsOfOthers(scope, sequenceId, living);
				return expireLeasesOfOthers(scope, sequenceId, living);
			}),

		claimEvents: (request, now) => run(now, (scope) => claimEvents(scope, request)),
		nextEventAt: (sequenceId) =>
			read(async (scope) => {
				const at = await earliestEvent(scope, sequenceId);
				return at === null ? null : at - offsetOf(scope.session);
			}),
		renewEventLease: (lease, until) => read((scope) => extendEventLease(scope, lease, until + offsetOf(scope.session))),
		acknowledgeEvents: (lease, now) => run(now, (scope) => deleteEventsOf(scope, lease)),
		onEvents(listener) {
			eventListeners.add(listener);
			return () => eventListeners.delete(listener);
		},

		reserveDepartures: (request, now) =>
			run(now, async (scope) => {
				const departures = await reserveDepartures(scope, request);
				return { ...departures, firstAt: departures.firstAt - offsetOf(scope.session) };
			}),
		slowPace: (perSecond, now) => run(now, (scope) => slowPace(scope, perSecond)),
		sentToSince: (contacts, since) =>
			read(async (scope) => {
				const offset = offsetOf(scope.session);
				const found = await sentToSince(scope, contacts, since + offset);
				return found.map(({ contact, sends }) => ({ contact, sends: sends.map((send) => ({ ...send, at: send.at - offset })) }));
			}),
		noteBatch: (batch) => read((scope) => writeBatch(scope, batch)),
		batchEnded: (id, now) => read((scope) => deleteBatch(scope, id, now - BATCH_SILENT_MS)),
		runningBatches: (now) => read(async (scope) => (await batchesSeenSince(scope, now - BATCH_SILENT_MS)).map(progressOf)),

		beginSends: (requests, now) => run(now, (scope) => beginSends(scope, requests)),
		settleSends: (settlements, now) => run(now, (scope) => settleSends(scope, settlements)),
		refuseSteps: (refusals, now) => run(now, (scope) => refuseSteps(scope, refusals)),

		applyWebhook: (events, owner, now) => run(now, (scope) => applyWebhook(scope, events, owner)),
		acknowledgeMessages: (wamids) => read((scope) => markAcknowledged(scope, wamids)),
		keepMessages: (keeper, messages) => read((scope) => keep(scope, keeper, messages)),
		adoptMessages: (keeper, owner) => read((scope) => adopt(scope, keeper, owner)),
		releaseMessages: (wamids) => read((scope) => release(scope, wamids)),
		lastReceivedAt: () => read(lastReceived),

		onDue(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		auditFacts: (now) => run(now, auditFacts),
		runFacts: (targets, now) => run(now, (scope) => runFacts(scope, targets)),
		contactTimeline: (contact, limit) =>
			read(async (scope) => {
				const [row] = await findContacts(scope, [contact]);
				return row ? timelineOf(scope, row.id, limit) : [];
			}),
		contactTimelines: (contacts, limit) =>
			read(async (scope) => {
				const rows = await findContacts(scope, contacts);
				const timelines = await timelinesOf(scope, rows.flatMap((row) => row?.id ?? []), limit);
				return rows.map((row) => timelines.get(row?.id ?? '') ?? []);
			}),

		beginExport: (now) => run(now, beginExport),
		exportPage: (cursor, limit) => read((scope) => exportPage(scope, cursor, limit)),
		exportPart: (people, now) => run(now, (scope) => exportPart(scope, people)),
		importRecords: (header, records, otherNumber, now) => run(now, (scope) => importRecords(scope, header, records, otherNumber)),
		exportPeople: (people) => read((scope) => exportPeople(scope, people)),
		erasePeople: (people, now) => run(now, (scope) => erasePeople(scope, people)),
		prune: async (request, now) => {
			await gather();
			return run(now, (scope) => prune(scope, request));
		},

		listSends: (filter, page) => read(async (scope) => (await listSendRows(scope, filter, page)).map(toSendView)),
	};
}

/** What the caller's clock says, in the time of the database. */
const offsetOf = (session: SqlSession): number => session.clockOffset ?? 0;

function onDatabaseTime({ session }: Scope, end: ExecutionEnd): ExecutionEnd {
	return end.kind === 'waiting' ? { ...end, until: end.until + offsetOf(session) } : end;
}

async function applyWebhook(scope: Scope, events: WebhookEvent[], owner: string): Promise<AppliedWebhook> {
	const preferences = events.filter((event): event is PreferenceEvent => event.kind === 'preference');
	const messages = events.filter((event): event is MessageEvent => event.kind === 'message');
	await settleIdentities(scope, [...preferences, ...messages]);
	// Contacts before sends and counters, in the order in which all verbs lock them.
	await applyPreferences(scope, preferences);
	await applyNotices(scope, events.filter((event): event is OtherEvent => event.kind === 'other'));
	const applied = await applyMessages(scope, await takeTaps(scope, messages), owner);
	const approved = events.flatMap((event) => (event.kind === 'other' ? (approvedTemplateIn(event) ?? []) : []));
	await resumeForTemplates(scope, approved);
	const statuses = await applyStatuses(scope, events.filter((event): event is StatusEvent => event.kind === 'status'));
	return { ...applied, statuses };
}

