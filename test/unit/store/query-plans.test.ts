/**
 * How SQLite reaches its rows, for every statement that the store's verbs use: by an index from the rows of the batch,
 * in a database of 20,000 people that nobody ever ran ANALYZE on.
 */
import type { ReviewFilter } from '../../../engine/store/contract';
import type { SqlDriver, SqlParams } from '../../../engine/store/driver';
import { migrate } from '../../../engine/store/migrate';
import { sqlStore } from '../../../engine/store/sql-store';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { enrollRequest, message, person, phoneOf, preference, START } from '../../conformance/builders';
import { OPERATIONS } from '../../conformance/crashes/operations';
import { ListeningDriver } from '../../conformance/listening-driver';
import { claim, enrollOne, publish } from '../../conformance/verbs';

const PEOPLE = 20_000;
const LIVING_THERE = 'the big account';

interface Plan {
	sql: string;
	lines: string[];
}

async function plansOf(driver: SqlDriver, statements: ReadonlyMap<string, SqlParams>): Promise<Plan[]> {
	return driver.transaction((session) =>
		Promise.all(
			[...statements].map(async ([sql, params]) => {
				const rows = await session.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
				return { sql, lines: rows.map(({ detail }) => detail) };
			}),
		),
	);
}

/** The batch itself is read from end to end, and so is what a subquery has found for it; sequences are few. */
const MAY_BE_SCANNED = /^SCAN (json_each|CONSTANT ROW|sequence\b|latest\b|of_state_\d\b|line\b|(due|waiting|adrift)$|\(subquery-\d+\))/;

function faultsOf({ sql, lines }: Plan): string[] {
	const scans = lines.filter((line) => line.startsWith('SCAN'));
	// By the account alone is everything that a business has, but for partial indexes of what is few.
	const wide = lines.filter((line) => /INDEX (?!sqlite_|sequence_moment|webhook_event_kept|conversation_held)\w+ \(account=\?\)$/.test(line) && !sql.includes('LIMIT'));
	const faults = [...wide, ...scans].filter((line) => !MAY_BE_SCANNED.test(line));
	faults.push(...lines.filter((line) => line.includes('AUTOMATIC')));
	// A batch that is not the outer loop is read once per row of the table.
	const batch = lines.findIndex((line) => line.startsWith('SCAN json_each'));
	const firstSearch = lines.findIndex((line) => line.startsWith('SEARCH'));
	if (batch > firstSearch && firstSearch >= 0 && !lines.some((line) => line.startsWith('LIST SUBQUERY'))) faults.push('the batch is the inner loop');
	return faults.map((fault) => `${fault}\n${sql}\n${lines.join('\n')}`);
}

describe('the plans of SQLite', () => {
	const heard = new Map<string, SqlParams>();
	let driver: SqlDriver;

	beforeAll(async () => {
		driver = openSqlite(':memory:');
		await migrate(driver, START);
		const listening = new ListeningDriver(driver);
		const store = sqlStore(listening, 'embedded', true);
		const big = store.forAccount(LIVING_THERE);
		const id = await publish(big);
		await big.enroll(Array.from({ length: PEOPLE }, (_, n) => enrollRequest(person(n))), START);
		await claim(big, id, START, 'p', 500);
		listening.heard.clear();
		for (const [n, { prepare }] of OPERATIONS.entries()) {
			const call = await prepare(store.forAccount(`account ${n}`));
			await call();
		}
		await enrollOne(big, person(1));
		await big.getEnrollments([{ sequence: 'welcome', contact: person(5) }]);
		await big.listEnrollments({ contact: person(5) }, { limit: 10 });
		await big.listEnrollments({ sequence: 'welcome' }, { limit: 10 });
		await big.listSends({ unconfirmed: true }, { limit: 10 });
		await big.listSends({ enrollmentId: 'x' }, { limit: 10 });
		await big.contactTimeline(person(5), 10);
		await big.runFacts([{ sequence: 'welcome', contact: person(5) }], START);
		await big.auditFacts(START);
		await big.applyWebhook([message('wamid.reply', 'hi', START, { phone: phoneOf(5) })], 'p', START);
		await big.contactTimelines([person(5), person(6)], 10);
		await big.conversationsOf([person(5)]);
		for (const show of ['line', 'open', 'beside_line', 'queued'] as const) {
			await big.listConversations({ show }, { limit: 10 });
			await big.listConversations({ show, agent: 'ana' }, { limit: 10, after: 'x' });
		}
		for (const filter of [{}, { states: ['approved'] }, { sequence: 'welcome' }, { states: ['rejected'], sequence: 'welcome' }] satisfies ReviewFilter[]) {
			await big.listReviews(filter, { limit: 10 });
			await big.listReviews(filter, { limit: 10, after: 'x' });
		}
		await big.followConversations(START);
		await big.sequenceStats('welcome', START);
		await big.nextDueAt(id);
		await big.nextEventAt(id);
		await big.renewLease('x', START);
		await big.renewEventLease('x', START);
		await big.acknowledgeMessages(['x']);
		await big.releaseMessages(['x']);
		for (let cursor: string | null = (await big.exportPage(null, 1)).cursor; cursor !== null; ) ({ cursor } = await big.exportPage(cursor, 9_000));
		await big.exportPeople([person(5)]);
		await big.exportPart([person(5)], START);
		await big.applyWebhook([preference('stop', START, { phone: phoneOf(7) })], 'p', START);
		await big.erasePeople([person(6), person(7)], START);
		await enrollOne(big, person(7));
		await big.prune({ historyBefore: START, after: null, limit: 1_000 }, START);
		for (const [sql, params] of listening.heard) heard.set(sql, params);
	}, 60_000);
	afterAll(() => driver.close());

	it('were all made without statistics', async () => {
		const tables = await driver.transaction((session) => session.all("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'"));
		expect(tables).toEqual([]);
		expect(heard.size).toBeGreaterThan(40);
	});

	it('reach every row by an index, from the rows of the batch', async () => {
		const faults = (await plansOf(driver, heard)).flatMap(faultsOf);
		expect(faults).toEqual([]);
	});

	it.each([
		['the claim', /FROM enrollment\s+WHERE[\s\S]*available_at <= :now/, /USING INDEX enrollment_due \(sequence_id=\? AND available_at>\? AND available_at<\?\)/],
		['the next due time', /SELECT MIN\(available_at\) FROM enrollment/, /enrollment_due/],
		['the claim of events', /UPDATE sequence_event SET lease = :token/, /SEARCH sequence_event USING INDEX sequence_event_sequence \(sequence_id=\?\)/],
		['the next event', /MIN\(available_at\) AS at FROM \(/, /SEARCH sequence_event USING INDEX sequence_event_sequence \(sequence_id=\?\)/],
		['the events of a lease', /DELETE FROM sequence_event WHERE lease/, /sequence_event_lease \(lease=\?\)/],
		['the steps of a lease', /e\.lease = :token/, /enrollment_lease/],
		['a status by its wamid', /s\.wamid = w\.wamid/, /send_wamid \(account=\? AND wamid=\?\)/],
		['the send of a step', /s\.step = w\.step AND s\.node = w\.node/, /send_once \(enrollment_id=\? AND step=\? AND node=\?\)/],
		['a contact by its ids', /a\.kind = w\.kind/, /contact_alias_1 \(account=\? AND kind=\? AND value=\?\)/],
		['the live run of a contact in a sequence', /l\.sequence_id \|\| '' = w\.sequence_id AND l\.state IN/, /enrollment_contact \(contact_id=\?\)/],
		['the latest run of a contact in a sequence', /SELECT MAX\(l\.id\)/, /SEARCH l USING (COVERING )?INDEX enrollment_contact \(contact_id=\?\)/],
		['the live runs of a contact', /e\.contact_id = w\.id AND e\.state IN/, /enrollment_contact \(contact_id=\?\)/],
		['sends that were never answered', /SET state = 'unconfirmed'/, /send_sending \(account=\? AND sending_at<\?\)/],
		['the runs of guarded items', /s\.name AS sequence\s+FROM[\s\S]*CROSS JOIN enrollment e JOIN sequence s/, /SEARCH e USING INDEX sqlite_autoindex_enrollment_1 \(id=\?\)/],
		['attributes for conditions', /c\.last_human_at/, /SEARCH c USING INDEX sqlite_autoindex_contact_1 \(id=\?\)/],
		['steps sent', /SELECT DISTINCT s\.enrollment_id, s\.step/, /SEARCH s USING INDEX send_once \(enrollment_id=\?/],
		['other sequences of a contact', /SELECT e\.contact_id, e\.sequence_id/, /enrollment_contact \(contact_id=\?\)/],
		['messages received', /t\.id >= w\.first/, /timeline_event_contact \(contact_id=\? AND id>\?\)/],
		['messages sent', /COALESCE\(s\.accepted_at, s\.sending_at\) AS at/, /send_contact \(contact_id=\?\)/],
		['conversions of a contact', /c\.value_thousandths\s+FROM/, /conversion_contact \(contact_id=\? AND at>\?\)/],
		['settling a send', /UPDATE send SET label/, /SEARCH send USING (COVERING )?INDEX sqlite_autoindex_send_1 \(id=\?\)/],
		['the sends of an enrollment', /FROM send WHERE enrollment_id = \(SELECT/, /SEARCH send USING INDEX send_once \(enrollment_id=\?\)/],
		['a page of an export', /FROM enrollment t\s+WHERE t.account = :account AND \(t.id\) > /, /SEARCH t USING INDEX sqlite_autoindex_enrollment_1 \(id>\?\)/],
		['a page of the timeline', /FROM timeline_event t\s+WHERE t.account = :account AND/, /SEARCH t USING INDEX sqlite_autoindex_timeline_event_1 \(id>\?\)/],
		['a page of counters', /FROM step_counter t\s+WHERE t.sequence_id IN/, /sqlite_autoindex_step_counter_1/],
		['forgetting the timeline', /DELETE FROM timeline_event WHERE id IN/, /SEARCH timeline_event USING INDEX sqlite_autoindex_timeline_event_1 \(id<\?\)/],
		['looking for old sends', /SELECT id FROM send WHERE account = :account AND id/, /SEARCH send USING INDEX sqlite_autoindex_send_1 \(id>\? AND id<\?\)/],
		['forgetting sends', /DELETE FROM send WHERE account[\s\S]*NOT EXISTS/, /SEARCH send USING (COVERING )?INDEX[\s\S]*SEARCH e USING[\s\S]*SEARCH later USING COVERING INDEX send_contact \(contact_id=\? AND id>\?\)/],
		['forgetting inbound messages', /DELETE FROM webhook_event/, /webhook_event_received \(received_at<\?\)/],
		['erasing a timeline', /DELETE FROM timeline_event WHERE contact_id/, /timeline_event_contact \(contact_id=\?\)/],
		['erasing enrollments', /DELETE FROM enrollment WHERE contact_id/, /enrollment_contact \(contact_id=\?\)/],
		['the suppression of an address', /s\.opted_out_by AS source/, /sqlite_autoindex_suppression_1 \(account=\? AND hash=\?\)/],
		['the latest reviews of a state', /FROM review l WHERE l\.account = :account( AND l\.id < :after)? AND l\.state/, /SEARCH l USING INDEX review_state \(account=\? AND state=\?( AND id<\?)?\)/],
		['the latest reviews of a state in a sequence', /FROM review l WHERE [^)]*l\.sequence_id =/, /SEARCH l USING INDEX review_sequence \(sequence_id=\? AND state=\?( AND id<\?)?\)/],
		['the latest conversations of a state', /FROM conversation l WHERE l\.account = :account AND (l\.id < :after AND )?l\.state =/, /SEARCH l USING INDEX conversation_state \(account=\? AND state=\?( AND id<\?)?\)/],
		['open conversations beside the line', /l\.queued_at IS NULL AND l\.state/, /SEARCH l USING INDEX conversation_beside \(account=\? AND state=\?( AND id<\?)?\)/],
		['the next open conversations', /FROM conversation l WHERE l\.account = :account AND l\.id > :after/, /SEARCH l USING INDEX conversation_state \(account=\? AND state=\? AND id>\?\)/],
		['the line', /v\.queued_at IS NOT NULL/, /SEARCH v USING INDEX conversation_line \(account=\? AND/],
		['finishing a step', /UPDATE enrollment SET version/, /SEARCH enrollment USING (COVERING )?INDEX sqlite_autoindex_enrollment_1 \(id=\?\)/],
	])('%s uses its index', async (_, statement, plan) => {
		const plans = (await plansOf(driver, heard)).filter(({ sql }) => statement.test(sql));
		expect(plans.length).toBeGreaterThan(0);
		for (const { lines } of plans) expect(lines.join('\n')).toMatch(plan);
	});
});
