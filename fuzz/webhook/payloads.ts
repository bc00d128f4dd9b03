/** Webhook bodies as Meta would never send them: known ones with something else in some places, cut texts, any JSON. */
import fc from 'fast-check';
import { bodyOf, bodyWithMessages, bodyWithStatuses, OTHER_NUMBER_ID, PHONE_NUMBER_ID, textMessage, valueFor, type Change } from '../../test/fixtures/webhooks/envelope';
import fields from '../../test/fixtures/webhooks/fields.json';
import messages from '../../test/fixtures/webhooks/messages.json';
import notices from '../../test/fixtures/webhooks/notices.json';
import statuses from '../../test/fixtures/webhooks/statuses.json';
import { CALLBACK_MARK, PEOPLE, wamidOf } from './people';

/** Something else in one place of a body. Places are counted; the number is taken modulo how many there are. */
export interface Damage {
	place: number;
	how: 'replace' | 'remove' | 'repeat' | 'move';
	value: number;
}

export type Payload =
	| { kind: 'changed'; base: number; changes: Damage[] }
	/** The text cut off, or one character of it exchanged. */
	| { kind: 'text'; base: number; at: number; character: string | null }
	| { kind: 'any'; body: unknown };

const digits = (n: number): string => PEOPLE[n]!.phone.slice(1);

const BODIES: unknown[] = [
	...Object.values(messages).map((message) => bodyWithMessages([message])),
	...Object.values(statuses).map((status) => bodyWithStatuses([status])),
	...(fields as Change[]).map((change) => bodyOf(change)),
	bodyWithMessages(Object.values(notices)),
	...[0, 1, 2].flatMap((n) => [
		bodyWithMessages([textMessage(`wamid.in${n}`, 'hi', digits(n)), textMessage(`wamid.stop${n}`, 'STOP', digits(n + 1))]),
		bodyWithStatuses(['sent', 'read', 'failed'].map((status) => ({ id: wamidOf(n), status, timestamp: '1767690000', recipient_id: digits(n), errors: [{ code: 131050 }] }))),
		bodyOf({ field: 'user_preferences', value: valueFor({ user_preferences: [{ wa_id: digits(n), category: 'marketing_messages', value: 'stop', timestamp: 1767690000 }] }) }),
		bodyOf({ field: 'smb_message_echoes', value: valueFor({ message_echoes: [{ id: `wamid.echo${n}`, from: '1', to: digits(n), timestamp: '1767690000', type: 'text' }] }) }),
		bodyWithMessages([{ id: `wamid.system${n}`, from: digits(n), type: 'system', timestamp: '1767690000', system: { type: 'user_changed_number', wa_id: `4915${n}0000999`, user_id: PEOPLE[n]!.userId } }]),
	]),
	bodyOf({ field: 'messages', value: valueFor({ messages: [textMessage('wamid.far', 'STOP', digits(0))] }, OTHER_NUMBER_ID) }),
];

/** What takes the place of a value: things of every type, and what leads to other people. */
const VALUES: unknown[] = [
	null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', '0', 'null', 'STOP', 'start', 'x'.repeat(5_000), '\u0000', '\ud800', '𝓢𝓣𝓞𝓟',
	'+', '++49170', '00491700000001', '9'.repeat(400), '1767690000', '99999999999999', '-62135596800', 'NaN', '2026-01-06T09:00:00Z', [], {}, [[]], [null], { a: { b: [1] } },
	'text', 'system', 'reaction', 'interactive', 'button', 'unsupported', 'messages', 'standby', 'user_preferences', 'history', 'stop', 'resume', 'failed', 'read', 'user_changed_number',
	'__proto__', 'constructor', 'toString', "'; DROP TABLE contact; --", '{{ $json }}', '<script>', '${1}', CALLBACK_MARK,
	PHONE_NUMBER_ID, OTHER_NUMBER_ID, '{"enrollment":', '{"send":"x"}', '{"enrollment":"x","node":"y","step":"z"}',
	...[0, 1, 2].flatMap((n) => [digits(n), PEOPLE[n]!.phone, PEOPLE[n]!.userId, wamidOf(n)]),
];

const change = fc.record({
	place: fc.nat(5_000),
	how: fc.constantFrom('replace' as const, 'replace' as const, 'replace' as const, 'remove' as const, 'repeat' as const, 'move' as const),
	value: fc.nat(VALUES.length - 1),
});
const base = fc.nat(BODIES.length - 1);

const payload: fc.Arbitrary<Payload> = fc.oneof(
	{ weight: 16, arbitrary: fc.record({ kind: fc.constant('changed' as const), base, changes: fc.array(change, { maxLength: 3 }) }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('text' as const), base, at: fc.nat(3_000), character: fc.constantFrom(null, '"', '{', ',', '0', '\\', '\u0000') }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('any' as const), body: fc.jsonValue({ maxDepth: 3 }) }) },
);

/** So many in one case: one round of the store applies them all. */
export const BATCH = 100;
export const batches = fc.array(payload, { minLength: 1, maxLength: BATCH, size: 'max' });

/** The text of the POST. `callbacks` takes the place of the mark in it. */
export function textOf(one: Payload, callbacks: readonly string[]): string {
	if (one.kind === 'any') return JSON.stringify(one.body);
	const body = BODIES[one.base];
	if (one.kind === 'text') {
		const text = JSON.stringify(body);
		const at = one.at % text.length;
		return one.character === null ? text.slice(0, at) : text.slice(0, at) + one.character + text.slice(at + 1);
	}
	const copy = structuredClone(body) as object;
	for (const step of one.changes) apply(copy, step, callbacks);
	return JSON.stringify(copy);
}

interface Place {
	owner: Record<string, unknown>;
	key: string;
}

function apply(body: object, { place, how, value }: Damage, callbacks: readonly string[]): void {
	const places = placesOf(body);
	const here = places[place % places.length];
	if (!here) return;
	const other = places[value % places.length]!;
	switch (how) {
		case 'remove':
			delete here.owner[here.key];
			break;
		case 'repeat':
			if (Array.isArray(here.owner)) here.owner.push(structuredClone(here.owner[Number(here.key)]));
			else here.owner[`${here.key}2`] = here.owner[here.key];
			break;
		case 'move':
			here.owner[here.key] = structuredClone(other.owner[other.key]);
			break;
		case 'replace':
			here.owner[here.key] = VALUES[value] === CALLBACK_MARK ? callbacks[place % callbacks.length] : VALUES[value];
	}
}

function placesOf(value: object, found: Place[] = []): Place[] {
	for (const [key, child] of Object.entries(value)) {
		found.push({ owner: value as Record<string, unknown>, key });
		if (typeof child === 'object' && child !== null) placesOf(child as object, found);
	}
	return found;
}
