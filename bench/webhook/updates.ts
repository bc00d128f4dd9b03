/** What the stand-in for Meta posts to the doors: statuses of messages that the store has sent, and new messages. */
import type { EmulatorAccount } from '../../emulator';
import type { AccountStore } from '../../engine/store/contract';
import { signatureOf } from '../../engine/whatsapp/signature';
import type { Post } from './poster';

/** People of a run of their own: nobody gets updates by two doors. */
export interface People {
	/** Named in the ids of their messages. */
	door: string;
	/** Their numbers begin with it; one digit. */
	digit: number;
}

type Update = Record<string, unknown>;

export const wamidOf = ({ door }: People, n: number): string => `wamid.${door}.${n}`;

export const phoneOf = ({ digit }: People, n: number): string => `+49170${digit}${String(n).padStart(6, '0')}`;

/** So many messages sent, one to each person, so that every status has its send. */
export async function seedSends(account: AccountStore, people: People, count: number): Promise<void> {
	for (let from = 0; from < count; from += 1_000) {
		const numbers = Array.from({ length: Math.min(1_000, count - from) }, (_, i) => from + i);
		const permits = await account.beginSends(
			numbers.map((n) => ({ node: people.door, contact: { phone: phoneOf(people, n) }, category: 'utility', label: 'bench' })),
			Date.now(),
		);
		await account.settleSends(
			permits.flatMap((permit, i) =>
				permit.allowed ? [{ sendId: permit.sendId, outcome: { kind: 'accepted' as const, wamid: wamidOf(people, numbers[i]!) } }] : [],
			),
			Date.now(),
		);
	}
}

/** One POST with statuses, the first of them that of message `from`. */
export function deliveredPost(account: EmulatorAccount, people: People, from: number, count = 1): Post {
	const statuses = Array.from({ length: count }, (_, i): Update => ({
		id: wamidOf(people, from + i),
		status: 'delivered',
		timestamp: seconds(),
		recipient_id: phoneOf(people, from + i).slice(1),
	}));
	return signedPost(account, { statuses });
}

/** One POST with messages of people who write for the first time, the first of them person `from`. */
export function messagesPost(account: EmulatorAccount, people: People, from: number, count: number): Post {
	const numbers = Array.from({ length: count }, (_, i) => from + i);
	const contacts = numbers.map((n): Update => ({ profile: { name: `Person ${n}` }, wa_id: phoneOf(people, n).slice(1) }));
	const messages = numbers.map((n): Update => ({
		from: phoneOf(people, n).slice(1),
		id: `wamid.in.${people.door}.${n}`,
		timestamp: seconds(),
		type: 'text',
		text: { body: `Please tell me more about offer ${n}` },
	}));
	return signedPost(account, { contacts, messages });
}

const seconds = (): string => String(Math.floor(Date.now() / 1000));

function signedPost({ phoneNumberId, businessAccountId, appSecret }: EmulatorAccount, updates: Update): Post {
	const metadata = { display_phone_number: '4930123456', phone_number_id: phoneNumberId };
	const value = { messaging_product: 'whatsapp', metadata, ...updates };
	const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: businessAccountId, changes: [{ field: 'messages', value }] }] }));
	return { body, signature: signatureOf(body, appSecret) };
}
