/** A store with people in the middle of a sequence, and what of it may change by a text that names only some of them. */
import type { AccountStore, Store } from '../../engine/store/contract';
import { definition, enrollRequest, HOUR, owner, START } from '../../test/conformance/builders';
import { claim, heldStep, sendRequest } from '../../test/conformance/verbs';
import { ACCOUNT, OTHER_ACCOUNT, type Ground, type Row } from '../lifecycle/ground';
import { must } from '../lifecycle/invariants/broken';
import { PEOPLE, wamidOf } from './people';

/** Tables whose rows belong to somebody, and the column that tells to whom. */
const TABLES = { contact: 'id', contact_alias: 'contact_id', consent_event: 'contact_id', enrollment: 'contact_id', send: 'contact_id', timeline_event: 'contact_id' } as const;
const NAMES = Object.keys(TABLES) as Array<keyof typeof TABLES>;

interface Person {
	contactId: string;
	/** Any of these in a text names them: their addresses, the ids of their message, and their run and send. */
	marks: string[];
}

export class Town {
	private constructor(
		private readonly ground: Ground,
		readonly account: AccountStore,
		private readonly people: Person[],
		/** What Meta would send back with the statuses of their messages. */
		readonly callbacks: string[],
	) {}

	static async settle(ground: Ground): Promise<Town> {
		await ground.clear();
		const store = await ground.open();
		await enrolled(store, OTHER_ACCOUNT);
		const account = store.forAccount(ACCOUNT);
		const { contactIds, callbacks } = await enrolled(store, ACCOUNT);
		const people = contactIds.map((contactId, n): Person => {
			const { phone, userId } = PEOPLE[n]!;
			const { enrollment } = JSON.parse(callbacks[n]!) as { enrollment: string };
			return { contactId, marks: [phone.slice(3), userId, wamidOf(n), enrollment, contactId] };
		});
		return new Town(ground, account, people, callbacks);
	}

	/** The rows of everybody whom this text does not name, as they must be afterwards, too. */
	async bystanders(text: string): Promise<string> {
		const digits = text.replace(/\D/g, '');
		const named = this.people.filter(({ marks }) => marks.some((mark) => text.includes(mark) || (/^\d+$/.test(mark) && digits.includes(mark))));
		const ids = new Set(named.map(({ contactId }) => contactId));
		const tables = await this.ground.read(NAMES);
		const others = NAMES.map((name) => tables[name]!.filter((row) => this.isOther(row, String(row[TABLES[name]]), ids)));
		return JSON.stringify(others);
	}

	private isOther(row: Row, contactId: string, named: ReadonlySet<string>): boolean {
		if (row.account === OTHER_ACCOUNT) return true;
		return this.people.some((person) => person.contactId === contactId) && !named.has(contactId);
	}
}

/** Everybody has got the first message; half of the answers were lost. */
async function enrolled(store: Store, number: string): Promise<{ contactIds: string[]; callbacks: string[] }> {
	const account = store.forAccount(number);
	const { id } = await account.publishSequence(definition(), owner(), START);
	const results = await account.enroll(PEOPLE.map((person) => enrollRequest(person)), START);
	const taken = await claim(account, id);
	const requests = taken.steps.map((_, i) => sendRequest(heldStep(taken, i)));
	const permits = await account.beginSends(requests, START);
	const contactIds = results.map(({ contact }) => contact.id);
	const callbacks = Array<string>(PEOPLE.length).fill('');
	const answers = permits.map((permit) => {
		if (!permit.allowed) throw new Error(`nobody may be written to: ${permit.reason}`);
		const n = contactIds.indexOf(permit.contact.id);
		callbacks[n] = permit.callbackData;
		const outcome = n % 2 === 0 ? ({ kind: 'accepted', wamid: wamidOf(n) } as const) : ({ kind: 'unknown', detail: 'no answer' } as const);
		return { sendId: permit.sendId, outcome };
	});
	await account.settleSends(answers, START);
	must(callbacks.every((data) => data !== ''), 'somebody got nothing');
	return { contactIds, callbacks };
}

export const NOW = START + 2 * HOUR;
