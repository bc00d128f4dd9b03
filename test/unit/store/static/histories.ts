/** Random lives of a store, played on the real one: what two processes made of the same beginning. */
import fc from 'fast-check';
import { migrate } from '../../../../engine/store/migrate';
import { sqlStore } from '../../../../engine/store/sql-store';
import { openSqlite, type SqliteDriver } from '../../../../engine/store/sqlite/sqlite-driver';
import { keysOf, readTables, replaceTables, type Keys, type Tables } from '../../../../engine/store/static/tables';
import type { AccountStore } from '../../../../engine/store/contract';
import { enrollRequest, message, MINUTE, person, phoneOf, preference, START, status } from '../../../conformance/builders';
import { ACCOUNT } from '../../../conformance/store-under-test';
import { claim, heldStep, publish, sendRequest } from '../../../conformance/verbs';

export type Event =
	| { kind: 'enroll'; person: number; restart: boolean }
	| { kind: 'send'; outcome: 'accepted' | 'refused' | 'unknown' | 'none' }
	| { kind: 'writes'; person: number; text: string }
	| { kind: 'prefers'; person: number; value: 'stop' | 'resume' }
	| { kind: 'status'; value: 'sent' | 'delivered' | 'read' | 'failed' }
	| { kind: 'publish'; version: number };

const who = fc.integer({ min: 1, max: 3 });

export const event: fc.Arbitrary<Event> = fc.oneof(
	fc.record({ kind: fc.constant('enroll' as const), person: who, restart: fc.boolean() }),
	fc.record({ kind: fc.constant('send' as const), outcome: fc.constantFrom('accepted' as const, 'refused' as const, 'unknown' as const, 'none' as const) }),
	fc.record({ kind: fc.constant('writes' as const), person: who, text: fc.constantFrom('hi', 'stop', 'start') }),
	fc.record({ kind: fc.constant('prefers' as const), person: who, value: fc.constantFrom('stop' as const, 'resume' as const) }),
	fc.record({ kind: fc.constant('status' as const), value: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'failed' as const) }),
	fc.record({ kind: fc.constant('publish' as const), version: fc.integer({ min: 1, max: 3 }) }),
);

export const history = fc.array(event, { maxLength: 12 });

export interface State {
	tables: Tables;
	keys: Keys;
}

/** @param name tells the messages of one process from those of another */
export async function live(name: string, events: Event[], from?: Tables): Promise<State> {
	const driver = openSqlite(':memory:');
	try {
		await migrate(driver, START);
		if (from) await driver.transaction((session) => replaceTables(session, from));
		const account = sqlStore(driver, 'under test', true).forAccount(ACCOUNT);
		let sequence = await publish(account);
		for (const [i, one] of events.entries()) {
			const now = START + (i + (from ? 50 : 1)) * 3 * 60 * MINUTE;
			sequence = (await play(account, one, { id: `${name}${i}`, sequence, now })) ?? sequence;
		}
		return await stateOf(driver);
	} finally {
		await driver.close();
	}
}

/** Whether a database takes the tables, with all its rules; and what it gives back. */
export async function stored(tables: Tables): Promise<State> {
	const driver = openSqlite(':memory:');
	try {
		await migrate(driver, START);
		await driver.transaction((session) => replaceTables(session, tables));
		return await stateOf(driver);
	} finally {
		await driver.close();
	}
}

/** The messages that a store with these tables would let leave much later: "enrollment step". */
export async function wouldSend(tables: Tables): Promise<string[]> {
	const driver = openSqlite(':memory:');
	try {
		await migrate(driver, START);
		await driver.transaction((session) => replaceTables(session, tables));
		const account = sqlStore(driver, 'under test', true).forAccount(ACCOUNT);
		const now = START + 100 * 24 * 60 * MINUTE;
		const sent: string[] = [];
		for (const { id } of await account.listSequences()) {
			const taken = await claim(account, id, now, 'later');
			const held = taken.steps.map((_, n) => heldStep(taken, n));
			const permits = await account.beginSends(held.map((one) => sendRequest(one)), now);
			sent.push(...held.filter((_, n) => permits[n]!.allowed).map(({ step }) => `${step.enrollmentId} ${step.step}`));
		}
		return sent;
	} finally {
		await driver.close();
	}
}

async function stateOf(driver: SqliteDriver): Promise<State> {
	const tables = readTables((sql) => driver.readNow(sql));
	if (!tables) throw new Error('nobody is writing here');
	return { tables, keys: await driver.transaction((session) => keysOf(session)) };
}

interface Moment {
	id: string;
	sequence: string;
	now: number;
}

async function play(account: AccountStore, event: Event, { id, sequence, now }: Moment): Promise<string | undefined> {
	switch (event.kind) {
		case 'enroll':
			await account.enroll([enrollRequest(person(event.person), { reentry: event.restart ? 'restart' : 'keep' })], now);
			return undefined;
		case 'send':
			await sendDue(account, event.outcome, { id, sequence, now });
			return undefined;
		case 'writes':
			await account.applyWebhook([message(`in.${id}`, event.text, now, { phone: phoneOf(event.person) })], id, now);
			return undefined;
		case 'prefers':
			await account.applyWebhook([preference(event.value, now, { phone: phoneOf(event.person) })], id, now);
			return undefined;
		case 'status': {
			const sends = (await account.listSends({}, { limit: 50 })).filter(({ wamid }) => wamid !== null);
			await account.applyWebhook(sends.map(({ wamid }) => status(wamid!, event.value, now)), id, now);
			return undefined;
		}
		case 'publish':
			return publish(account, { description: `version ${event.version}` }, 'first', now);
	}
}

async function sendDue(account: AccountStore, outcome: 'accepted' | 'refused' | 'unknown' | 'none', { id, sequence, now }: Moment): Promise<void> {
	const taken = await claim(account, sequence, now, id);
	const permits = await account.beginSends(taken.steps.map((_, n) => sendRequest(heldStep(taken, n))), now);
	const begun = permits.flatMap((permit) => (permit.allowed ? [permit.sendId] : []));
	if (outcome === 'none') return;
	await account.settleSends(
		begun.map((sendId, n) => ({
			sendId,
			outcome:
				outcome === 'accepted'
					? { kind: 'accepted', wamid: `wamid.${id}.${n}` }
					: outcome === 'unknown'
						? { kind: 'unknown', detail: 'no answer' }
						: { kind: 'not_posted', reason: 'meta_unavailable', detail: 'no connection', retryAfterMs: MINUTE },
		})),
		now,
	);
}
