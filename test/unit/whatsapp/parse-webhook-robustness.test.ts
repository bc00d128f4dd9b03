import fc from 'fast-check';
import { parseWebhook, rawMessages } from '../../../engine/whatsapp/parse-webhook';
import type { MessageEvent } from '../../../engine/whatsapp/webhook-event';
import { bodyOf, bodyWithMessages, bodyWithStatuses, PHONE_NUMBER_ID, textMessage, type Change } from '../../fixtures/webhooks/envelope';
import fields from '../../fixtures/webhooks/fields.json';
import messages from '../../fixtures/webhooks/messages.json';
import statuses from '../../fixtures/webhooks/statuses.json';

const SHAPES: unknown[] = [
	bodyWithMessages(Object.values(messages)),
	bodyWithStatuses(Object.values(statuses)),
	bodyOf(...(fields as Change[])),
];

/** Every path in a JSON value, as lists of keys. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

/** A copy with something else at one place. */
function replaceAt(value: unknown, path: string[], replacement: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return replacement;
	const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) };
	(copy as Record<string, unknown>)[key] = replaceAt((value as Record<string, unknown>)[key], rest, replacement);
	return copy;
}

const usable = (body: unknown): void => {
	for (const event of parseWebhook(body, PHONE_NUMBER_ID, 1)) {
		// What the store and the items rely on.
		expect(['message', 'status', 'preference', 'other']).toContain(event.kind);
		if (event.kind === 'other') continue;
		expect(() => new Date(event.at).toISOString()).not.toThrow();
		if (event.contact.phone !== undefined) expect(event.contact.phone).toMatch(/^\+\d{7,15}$/);
		if (event.kind === 'message') expect(typeof event.message.text).toBe('string');
	}
	rawMessages(body, PHONE_NUMBER_ID);
};

test('any JSON at all is taken', () => {
	fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), usable), { numRuns: 500 });
});

test('any JSON in the place of entries, changes and values is taken', () => {
	const value = fc.jsonValue({ maxDepth: 4 });
	fc.assert(
		fc.property(value, value, value, (a, b, c) => {
			usable({ entry: a });
			usable({ entry: [{ changes: b }] });
			usable(bodyOf({ field: 'messages', value: c }));
			usable(bodyOf({ field: 'messages', value: { contacts: a, messages: b, statuses: c } }));
			usable(bodyOf({ field: 'user_preferences', value: { contacts: a, user_preferences: [b, c] } }));
		}),
		{ numRuns: 300 },
	);
});

test('real bodies with anything in any place are taken, and the neighbours of a damaged message are kept', () => {
	const paths = SHAPES.flatMap((shape, index) => pathsOf(shape).map((path): [number, string[]] => [index, path]));
	fc.assert(
		fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), ([index, path], replacement) => {
			usable(replaceAt(SHAPES[index], path, replacement));
		}),
		{ numRuns: 1500 },
	);
	const batch = bodyWithMessages([textMessage('wamid.1', 'a'), messages.image, textMessage('wamid.3', 'c')]);
	fc.assert(
		fc.property(fc.constantFrom(...pathsOf(messages.image)), fc.jsonValue(), (path, replacement) => {
			const damaged = replaceAt(batch, ['entry', '0', 'changes', '0', 'value', 'messages', '1', ...path], replacement);
			const ids = parseWebhook(damaged, PHONE_NUMBER_ID).map((event) => (event as MessageEvent).id);
			expect(ids[0]).toBe('wamid.1');
			expect(ids.at(-1)).toBe('wamid.3');
		}),
		{ numRuns: 500 },
	);
});

test('keys that every object inherits are data like any other', () => {
	usable(JSON.parse('{"__proto__":{"entry":[]},"entry":[{"changes":[{"value":{"__proto__":{"a":1},"standby":{"__proto__":{}},"messages":[{"id":"1","from":"49170123456","type":"__proto__","__proto__":{"x":1}}]}}]}]}'));
	expect(({} as Record<string, unknown>).a).toBeUndefined();
});

test('3 MB of messages, statuses or nonsense take time in proportion', () => {
	const many = Array.from({ length: 10_000 }, (_, i) => textMessage(`wamid.${i}`, 'x'.repeat(150), String(491_700_000_000 + i)));
	const contacts = many.map((message) => ({ wa_id: message.from, profile: { name: 'n' } }));
	const began = Date.now();
	expect(parseWebhook(bodyWithMessages(many, contacts), PHONE_NUMBER_ID)).toHaveLength(10_000);
	expect(parseWebhook(bodyWithMessages([textMessage('wamid.1', 'x'.repeat(3_000_000))]), PHONE_NUMBER_ID)).toHaveLength(1);
	usable(bodyWithMessages([{ ...textMessage('wamid.1', 'x'), from: '9'.repeat(3_000_000), timestamp: ' '.repeat(3_000_000) }]));
	expect(Date.now() - began).toBeLessThan(15_000);
});
