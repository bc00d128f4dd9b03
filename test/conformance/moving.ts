/** Whole accounts: one that holds a bit of everything, and carrying it from store to store. */
import type { AccountStore } from '../../engine/store/contract';
import type { ExportHeader, ExportRecord, ImportCounts, OtherNumber } from '../../engine/store/contract/maintenance';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { DAY, enrollRequest, HOUR, message, person, phoneOf, preference, START, status, step } from './builders';
import { ACCOUNT } from './store-under-test';
import { begin, beginAllowed, claim, enrollOne, heldStep, LIVING, publish, sendAccepted, settle } from './verbs';

export interface Exported {
	header: ExportHeader;
	records: ExportRecord[];
}

export async function exportAll(account: AccountStore, limit = 7, now = START): Promise<Exported> {
	const header = await account.beginExport(now);
	const records: ExportRecord[] = [];
	for (let cursor: string | null | undefined; cursor !== null; ) {
		const page = await account.exportPage(cursor ?? null, limit);
		if (page.records.length > limit) throw new Error('a page holds more than was asked for');
		records.push(...page.records);
		cursor = page.cursor;
	}
	return { header, records };
}

/** @param from number of records to pass over, as after an interruption */
export async function importAll(account: AccountStore, { header, records }: Exported, more: { limit?: number; from?: number; otherNumber?: OtherNumber; now?: number } = {}): Promise<ImportCounts> {
	const { limit = 7, from = 0, otherNumber = 'refuse', now = START } = more;
	const totals: ImportCounts = {};
	for (let i = from; i < records.length; i += limit) {
		const counts = await account.importRecords(header, records.slice(i, i + limit), otherNumber, now);
		for (const [table, count] of Object.entries(counts)) {
			const total = (totals[table] ??= { added: 0, changed: 0, unchanged: 0, skipped: 0 });
			for (const kind of ['added', 'changed', 'unchanged', 'skipped'] as const) total[kind] += count[kind];
		}
	}
	return totals;
}

/** All rows of an account by table, as texts that can be compared. A store other than the first one has sequences closed. */
export async function contentOf(account: AccountStore): Promise<Record<string, string[]>> {
	const tables: Record<string, string[]> = {};
	for (const { table, row, aliases, tags } of (await exportAll(account, 1_000)).records) {
		const shown = { ...(table === 'sequence' ? { ...row, open: 0 } : row), ...(aliases ? { aliases, tags } : {}) };
		(tables[table] ??= []).push(JSON.stringify(shown, Object.keys(shown).sort().concat('kind', 'value', 'tag', 'added_at')));
	}
	return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.sort()]));
}

/** Plays on a further store, empty and in memory. */
export async function withOtherStore<Result>(play: (account: AccountStore) => Promise<Result>, number = ACCOUNT): Promise<Result> {
	const store = await openEmbeddedStore(':memory:', START);
	try {
		return await play(store.forAccount(number));
	} finally {
		await store.close();
	}
}

/** Somebody in every situation, but for steps that are held right now. */
export async function fillAccount(account: AccountStore): Promise<void> {
	const welcome = await publish(account);
	await publish(account, { steps: [step('hello'), step('offer', { amount: 2, unit: 'hours' })] });
	await publish(account, { name: 'summer', stopOnReply: false }, 'second');
	for (let n = 1; n <= 9; n++) await enrollOne(account, { ...person(n), ...(n % 2 ? { name: `Person ${n}`, userId: `DE.${n}` } : {}) }, { reference: `cart ${n}`, context: { n } });
	await account.enroll([enrollRequest(person(1), { sequence: 'summer' }), enrollRequest(person(2), { sequence: 'summer' })], START);
	const taken = await claim(account, welcome);
	// Of steps that are due at the same time a claim promises no order.
	taken.steps.sort((one, other) => (one.enrollment.id < other.enrollment.id ? -1 : 1));
	const held = taken.steps.map((_, i) => heldStep(taken, i));
	await sendAccepted(account, held[0]!, 'wamid.out1');
	await sendAccepted(account, held[1]!, 'wamid.out2');
	await settle(account, await beginAllowed(account, held[2]!), { kind: 'unknown', detail: 'timeout' });
	await settle(account, await beginAllowed(account, held[3]!), { kind: 'refused', error: { code: 131026, text: 'undeliverable' }, disposition: 'undeliverable' });
	await settle(account, await beginAllowed(account, held[4]!), { kind: 'refused', error: { code: 131050, text: 'stopped' }, disposition: 'opt_out' });
	await begin(account, held[5]!, START, { category: 'session' });
	await account.endExecution(taken.lease, { kind: 'error', error: 'boom' }, START);
	const later = START + HOUR;
	await account.applyWebhook(
		[
			status('wamid.out1', 'read', later),
			status('wamid.out2', 'delivered', later),
			message('wamid.in1', 'thanks', later, { phone: phoneOf(8), name: 'Ana' }),
			message('wamid.in2', 'STOP', later, { phone: phoneOf(9) }),
			message('wamid.in3', 'hello', later, { userId: 'DE.77', phone: phoneOf(77) }),
			preference('stop', later, { phone: phoneOf(7) }),
			preference('resume', later + DAY, { phone: phoneOf(7) }),
		],
		LIVING,
		later,
	);
	await account.saveAgents([{ name: 'Ana', limit: 1, address: 'ana@example.com' }], later);
	await account.workDesk([5, 6].map((n) => ({ contact: person(n), action: { kind: 'assign' } })), later);
	await account.addTags([{ contact: person(1), tags: ['vip', 'news'] }, { contact: person(2), tags: ['news'] }], later);
	await account.setAttributes([{ contact: person(1), attributes: { city: 'Bern' } }], later);
	await account.recordConversions([{ contact: person(1), orderId: 'order 1', value: 12.5, currency: 'CHF', coupon: null, at: later }], later);
	await account.keepMessages('trigger', [{ wamid: 'wamid.in3', item: '{"contact":{"id":"of nobody"}}' }]);
	await account.acknowledgeMessages(['wamid.in1', 'wamid.in2']);
	await account.enroll([enrollRequest(person(88))], later);
	await account.applyWebhook([message('wamid.in4', 'STOP', later, { phone: phoneOf(88) })], LIVING, later);
	await account.erasePeople([person(88)], later);
}
