/** After an outage Meta delivers up to 1,000 updates in one POST (Meta: webhooks/overview). */
import type { ITriggerResponse } from 'n8n-workflow';
import type { Store } from '../../../../engine/store/contract';
import type { SqlDriver, SqlSession } from '../../../../engine/store/driver';
import { openListener } from '../../../../engine/listener/http-listener';
import { migrate } from '../../../../engine/store/migrate';
import { sqlStore } from '../../../../engine/store/sql-store';
import { openSqlite } from '../../../../engine/store/sqlite/sqlite-driver';
import { openDoor } from '../../../../nodes/WhatsAppMessageTrigger/listener-door';
import { bodyOf, PHONE_NUMBER_ID, textMessage, valueFor } from '../../../fixtures/webhooks/envelope';
import { deliverTo, HOST, stubTrigger, textsOf, type StubTrigger } from './stub-trigger';

const MANY = 1_000;

/** Passes everything on; tells of each transaction how many statements were written for it, whatever their rows. */
class CountingDriver implements SqlDriver {
	readonly transactions: number[] = [];

	constructor(private readonly inner: SqlDriver) {}

	get dialect() {
		return this.inner.dialect;
	}

	transaction<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> {
		const mine = this.transactions.push(0) - 1;
		return this.inner.transaction((session) => {
			const counted = <Args extends unknown[], Answer>(call: (...args: Args) => Answer) => (...args: Args): Answer => {
				this.transactions[mine]!++;
				return call(...args);
			};
			return work({
				dialect: session.dialect,
				all: counted(session.all.bind(session)) as SqlSession['all'],
				run: counted(session.run.bind(session)),
				runEach: counted(session.runEach!.bind(session)),
			});
		});
	}

	close(): Promise<void> {
		return this.inner.close();
	}
}

let driver: CountingDriver;
let store: Store;
jest.mock('../../../../nodes/shared/stores', () => ({
	PROCESS_ID: 'this process',
	openAccountStore: async () => store.forAccount(PHONE_NUMBER_ID),
}));

let trigger: StubTrigger;
let door: ITriggerResponse;
let port: number;
beforeEach(async () => {
	driver = new CountingDriver(openSqlite(':memory:'));
	await migrate(driver, 0);
	store = sqlStore(driver, 'embedded', true);
	const probe = await openListener({ host: HOST, port: 0, path: '/' }, async () => undefined);
	({ port } = probe);
	await probe.close();
	trigger = stubTrigger(port);
	door = await openDoor(trigger.functions);
});
afterEach(async () => {
	await door.closeFunction?.();
	await store.close();
});

const phoneOf = (n: number): string => `4917${String(n).padStart(8, '0')}`;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const contact = (n: number) => ({ profile: { name: `Person ${n}` }, wa_id: phoneOf(n) });
const text = (n: number) => textMessage(`wamid.in.${n}`, `text ${n}`, phoneOf(n));
const delivered = (n: number) => ({ id: `wamid.out.${n}`, status: 'delivered', timestamp: '1795000000', recipient_id: phoneOf(n) });
const bodyWith = (content: Record<string, unknown>) => bodyOf({ field: 'messages', value: valueFor(content) });
const messages = (from: number, to: number) => upTo(to).slice(from).map(text);

async function send(count: number): Promise<void> {
	const account = store.forAccount(PHONE_NUMBER_ID);
	const permits = await account.beginSends(upTo(count).map((n) => ({ node: 'n', contact: { phone: `+${phoneOf(n)}` }, category: 'utility' as const, label: 'l' })), 1);
	await account.settleSends(permits.flatMap((permit, n) => (permit.allowed ? [{ sendId: permit.sendId, outcome: { kind: 'accepted' as const, wamid: `wamid.out.${n}` } }] : [])), 1);
}

/** The transactions that one POST takes until it is answered, by their statements. */
async function transactionsOf(body: unknown): Promise<number[]> {
	driver.transactions.splice(0);
	expect((await deliverTo(port, '/whatsapp', body)).status).toBe(200);
	return [...driver.transactions];
}

test('a thousand statuses in one POST are one transaction, of as many statements as ten', async () => {
	await send(MANY);
	const few = await transactionsOf(bodyWith({ statuses: upTo(10).map(delivered) }));
	const many = await transactionsOf(bodyWith({ statuses: upTo(MANY).slice(10).map(delivered) }));

	expect(many).toHaveLength(1);
	expect(many).toEqual(few);
	const states = new Set((await store.forAccount(PHONE_NUMBER_ID).listSends({}, { limit: 2 * MANY })).map(({ state }) => state));
	expect([...states]).toEqual(['delivered']);
});

test('a thousand messages of new people are one transaction that takes them in and one that keeps them, of as many statements as ten', async () => {
	const few = await transactionsOf(bodyWith({ contacts: upTo(10).map(contact), messages: messages(0, 10) }));
	const many = await transactionsOf(bodyWith({ contacts: upTo(MANY).slice(10).map(contact), messages: messages(10, MANY) }));

	expect(many).toHaveLength(2);
	expect(many).toEqual(few);
	await door.closeFunction?.();
	expect(new Set(textsOf(trigger)).size).toBe(MANY);
});

test('statuses and messages in one POST share the transaction', async () => {
	await send(10);
	const both = { contacts: upTo(10).map(contact), messages: messages(0, 10), statuses: upTo(10).map(delivered) };
	expect(await transactionsOf(bodyWith(both))).toHaveLength(2);
});
