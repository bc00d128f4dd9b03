import { parseWebhook, rawMessages } from '../../../engine/whatsapp/parse-webhook';
import type { MessageEvent, StatusEvent, WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import {
	bodyOf, bodyWithMessages, bodyWithStatuses, OTHER_NUMBER_ID, people, PHONE_NUMBER_ID, textMessage, valueFor, type Change,
} from '../../fixtures/webhooks/envelope';
import fields from '../../fixtures/webhooks/fields.json';
import messages from '../../fixtures/webhooks/messages.json';
import notices from '../../fixtures/webhooks/notices.json';
import statuses from '../../fixtures/webhooks/statuses.json';

const AT = 1_795_000_000_000;
const ADA = { phone: '+491701234567', userId: 'DE.13491208655302741918', name: 'Ada Lovelace' };

const parse = (body: unknown): WebhookEvent[] => parseWebhook(body, PHONE_NUMBER_ID, AT + 5);
const parseMessage = (raw: unknown): MessageEvent => parse(bodyWithMessages([raw]))[0] as MessageEvent;
const parseStatus = (raw: unknown): StatusEvent => parse(bodyWithStatuses([raw]))[0] as StatusEvent;

describe('messages', () => {
	test.each(Object.entries(messages))('%s: contact, time and id are the same for all types', (_name, raw) => {
		expect(parse(bodyWithMessages([raw]))).toHaveLength(1);
		expect(parseMessage(raw)).toMatchObject({ kind: 'message', id: raw.id, at: AT, contact: ADA, message: { type: raw.type } });
	});

	test.each([
		['text', 'Do you have it in äöå / 你好 👍?', undefined],
		['button', 'Send prices', 'yes-price-list'],
		['button_reply', 'Cancel', 'cancel-button'],
		['list_reply', 'Priority Mail Express', 'priority_express'],
		['image', 'Is this the right size?', undefined],
		['video', 'It rattles', undefined],
		['document', 'My order', undefined],
		['audio', '', undefined],
		['order', '', undefined],
		['flow_reply', '', undefined],
		['from_tomorrow', '', undefined],
	] as const)('%s: keywords read "%s" and the payload %s', (name, text, payload) => {
		const { message } = parseMessage(messages[name]);
		expect([message.text, message.payload]).toEqual([text, payload]);
	});

	test('what is answered or reacted to, and the advertisement, come along', () => {
		expect(parseMessage(messages.text_reply).message.replyTo).toBe('wamid.original');
		expect(parseMessage(messages.button).message.replyTo).toBe('wamid.template');
		expect(parseMessage(messages.reaction).message.replyTo).toBe('wamid.reacted');
		expect(parseMessage(messages.text_forwarded).message.replyTo).toBeUndefined();
		expect(parseMessage(messages.text_from_ad).message.referral).toMatchObject({ source_type: 'ad', headline: 'Chat with us' });
	});

	test('other types keep their own object as it is', () => {
		expect(parseMessage(messages.location).message.content).toEqual(messages.location.location);
		expect(parseMessage(messages.contacts).message.content).toEqual(messages.contacts.contacts);
		expect(parseMessage(messages.from_tomorrow).message.content).toEqual(messages.from_tomorrow.hologram);
		expect(parseMessage(messages.unsupported).message.content).toMatchObject({ unsupported: { type: 'poll' } });
		expect(parseMessage(messages.text).message.content).toBeUndefined();
		expect(parseMessage({ ...messages.text, type: 'constructor' }).message.content).toBeUndefined();
	});

	test('a notice of WhatsApp about a person is not something the person wrote', () => {
		for (const raw of Object.values(notices)) {
			expect(parse(bodyWithMessages([raw], null))).toEqual([{ kind: 'other', field: 'system', value: raw }]);
		}
	});

	test('a batch keeps its order, and malformed neighbours lose nothing', () => {
		const batch = [
			textMessage('wamid.1', 'one'), null, 'text', 7, [], {}, { type: 'text' }, { from: '49170', timestamp: {} },
			textMessage('wamid.2', 'two'), { ...textMessage('wamid.3', 'x'), text: null }, { ...textMessage('wamid.4', 'x'), text: { body: ['no'] } },
		];
		const ids = parse(bodyWithMessages(batch)).map((event) => (event as MessageEvent).id);
		expect(ids).toEqual(['wamid.1', 'wamid.2', 'wamid.3', 'wamid.4']);
	});
});

describe('who it is from', () => {
	const contactOf = (raw: Record<string, unknown>, contacts: unknown) => (parse(bodyWithMessages([raw], contacts))[0] as MessageEvent | undefined)?.contact;
	const message = textMessage('wamid.1', 'hi');

	test('without contacts the number of the message is enough', () => {
		for (const contacts of [null, 0, [], {}, 'x', [null]]) {
			expect(contactOf(message, contacts)).toEqual({ phone: '+491701234567' });
		}
	});

	test('people who hide their number have a user id', () => {
		const hidden = { id: 'wamid.1', timestamp: '1795000000', type: 'text', text: { body: 'hi' }, from_user_id: 'DE.77' };
		const contacts = [{ profile: { name: 'Bo' }, user_id: 'DE.77' }];
		expect(contactOf(hidden, contacts)).toEqual({ userId: 'DE.77', name: 'Bo' });
		expect(contactOf(hidden, null)).toEqual({ userId: 'DE.77' });
	});

	test('a message without sender belongs to the only contact there is, and to nobody among several', () => {
		const anonymous: Record<string, unknown> = { ...message };
		delete anonymous.from;
		expect(contactOf(anonymous, people)).toEqual(ADA);
		expect(contactOf(anonymous, [...people, { wa_id: '491700000000' }])).toBeUndefined();
		expect(contactOf(anonymous, null)).toBeUndefined();
	});

	test('names go with their people in a batch', () => {
		const batch = [textMessage('wamid.1', 'a', '491700000001'), textMessage('wamid.2', 'b', '491700000002')];
		const contacts = [{ wa_id: '491700000002', profile: { name: 'Two' } }, { wa_id: '491700000001', profile: { name: 'One' } }];
		expect(parse(bodyWithMessages(batch, contacts)).map((event) => (event as MessageEvent).contact.name)).toEqual(['One', 'Two']);
	});

	test('the username stands in for a missing name', () => {
		expect(contactOf(message, [{ wa_id: '491701234567', profile: { username: '@ada' } }])?.name).toBe('@ada');
	});
});

describe('timestamps', () => {
	test.each([
		['text', '1795000000', AT],
		['a number', 1795000000, AT],
		['milliseconds', 1795000000123, AT + 123],
		['with a fraction', '1795000000.5', AT + 500],
	])('%s is taken', (_what, timestamp, at) => {
		expect(parseMessage({ ...messages.text, timestamp }).at).toBe(at);
	});

	test.each([undefined, null, '', 'soon', -5, 0, Number.NaN, 1e300, '9'.repeat(400), {}])('%p is replaced by the time of receipt', (timestamp) => {
		expect(parseMessage({ ...messages.text, timestamp }).at).toBe(AT + 5);
	});

	test('the time of the entry comes before the time of receipt', () => {
		const body = { entry: [{ time: 1795000001, changes: [{ field: 'messages', value: valueFor({ messages: [{ ...messages.text, timestamp: null }] }) }] }] };
		expect((parse(body)[0] as MessageEvent).at).toBe(AT + 1000);
	});
});

describe('statuses', () => {
	test.each([
		['sent', 'sent'], ['delivered', 'delivered'], ['read', 'read'], ['played', 'read'], ['failed', 'failed'],
		['delivered_other_spelling', 'delivered'], ['in_group', 'read'],
	] as const)('%s is %s', (name, status) => {
		expect(parseStatus(statuses[name])).toMatchObject({ kind: 'status', id: 'wamid.ours', status, at: AT, contact: ADA });
	});

	test('what does not tell of a delivery is dropped', () => {
		expect(parse(bodyWithStatuses([statuses.warning, statuses.deleted, { status: 'sent' }, { id: 'x', status: 'constructor' }]))).toEqual([]);
	});

	test('callback data and errors come along', () => {
		expect(parseStatus(statuses.sent).callbackData).toBe('e-1/step-1/node-1');
		expect(parseStatus(statuses.failed).error).toEqual({
			code: 131047,
			text: 'Re-engagement message: Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
		});
		expect(parseStatus(statuses.delivered).error).toBeUndefined();
	});

	test('a status without any recipient is kept, since the message id names it', () => {
		const raw = { id: 'wamid.ours', status: 'read', timestamp: '1795000000' };
		expect(parse(bodyWithStatuses([raw], null))).toEqual([{ kind: 'status', id: 'wamid.ours', status: 'read', at: AT, contact: {} }]);
	});

	test('people without a phone number are named by their user id', () => {
		const [event] = parse(bodyWithStatuses([statuses.delivered_without_phone], null)) as StatusEvent[];
		expect(event?.contact).toEqual({ userId: 'DE.13491208655302741918' });
	});
});

describe('other fields', () => {
	test.each((fields as Change[]).filter(({ field }) => field !== 'user_preferences').map((change): [string, Change] => [change.field, change]))(
		'%s is passed on as it is, and never as a message or status',
		(_field, change) => {
			expect(parse(bodyOf(change))).toEqual([{ kind: 'other', field: change.field, value: change.value }]);
		},
	);

	test('the marketing switch is a preference, and a signup is not', () => {
		const events = parse(bodyOf(...(fields as Change[]).filter(({ field }) => field === 'user_preferences')));
		expect(events.slice(0, 2)).toEqual([
			{ kind: 'preference', at: AT, contact: ADA, value: 'stop' },
			{ kind: 'preference', at: AT + 1000, contact: ADA, value: 'resume' },
		]);
		expect(events[2]).toMatchObject({ kind: 'other', field: 'user_preferences' });
	});

	test('errors among the messages are passed on', () => {
		const value = valueFor({ errors: [{ code: 131035, title: 'Retention limit' }] });
		expect(parse(bodyOf({ field: 'messages', value }))).toEqual([{ kind: 'other', field: 'messages', value }]);
	});

	test('while another app holds the conversation everything is one level deeper', () => {
		const standby = { contacts: people, messages: [messages.text], statuses: [statuses.read] };
		const events = parse(bodyOf({ field: 'standby', value: valueFor({ standby }) }));
		expect(events.map((event) => event.kind)).toEqual(['message', 'status']);
		expect(parse(bodyOf({ field: 'standby', value: { standby: { ...standby, metadata: { phone_number_id: OTHER_NUMBER_ID } } } }))).toEqual([]);
	});
});

describe('whose number', () => {
	test('events of another number are left out, those of no number are kept', () => {
		const body = bodyOf(
			{ field: 'messages', value: valueFor({ messages: [textMessage('wamid.theirs', 'x')] }, OTHER_NUMBER_ID) },
			{ field: 'messages', value: valueFor({ messages: [textMessage('wamid.ours', 'x')] }) },
			{ field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } },
		);
		expect(parse(body).map((event) => (event.kind === 'message' ? event.id : event.kind))).toEqual(['wamid.ours', 'other']);
	});

	test('the id may be a number', () => {
		const value = valueFor({ messages: [messages.text] });
		value.metadata = { phone_number_id: 106540352242922 };
		expect(parse(bodyOf({ field: 'messages', value }))).toHaveLength(1);
	});
});

test('rawMessages finds each message as Meta sent it', () => {
	const raw = rawMessages(bodyWithMessages([messages.text, messages.image]), PHONE_NUMBER_ID);
	expect(raw.get('wamid.image')).toEqual(messages.image);
	expect(raw.size).toBe(2);
});
