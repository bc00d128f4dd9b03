import { StoreRefusal } from '../../../../engine/store/contract';
import { signatureOf } from '../../../../engine/whatsapp/signature';
import { bodyOf, bodyWithMessages, bodyWithStatuses, textMessage, valueFor, type Change } from '../../../fixtures/webhooks/envelope';
import fields from '../../../fixtures/webhooks/fields.json';
import messages from '../../../fixtures/webhooks/messages.json';
import notices from '../../../fixtures/webhooks/notices.json';
import statuses from '../../../fixtures/webhooks/statuses.json';
import { mergeBurst } from '../../../../nodes/WhatsAppMessageTrigger/burst-items';
import { FakeStore } from './fake-store';
import { APP_SECRET, callWebhook } from './stub-webhook';

let store: FakeStore;
jest.mock('../../../../nodes/shared/stores', () => ({ PROCESS_ID: 'this process', openAccountStore: async () => store }));
beforeEach(() => {
	store = new FakeStore();
});

const nothingStored = (): void => expect(store.applied).toEqual([]);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is let in', () => {
	const body = bodyWithMessages([messages.text]);

	test('a signed body is', async () => {
		expect((await callWebhook({ body })).items).toHaveLength(1);
		expect(store.applied[0]?.owner).toBe('this process');
	});

	test.each([
		['without a signature', { headers: { 'x-hub-signature-256': '' } }],
		['with the signature of another secret', { headers: { 'x-hub-signature-256': signatureOf(Buffer.from(JSON.stringify(body)), 'other') } }],
		['with the signature of another body', { headers: { 'x-hub-signature-256': signatureOf(Buffer.from('{}'), APP_SECRET) } }],
	])('a body %s is answered 401', async (_what, more) => {
		const { response, result } = await callWebhook({ body, ...more });
		expect(response.statusCode).toBe(401);
		expect(result).toEqual({ noWebhookResponse: true });
		nothingStored();
	});

	test('nothing is let in while the credential has no app secret, and the log says so', async () => {
		const headers = { 'x-hub-signature-256': signatureOf(Buffer.from(JSON.stringify(body)), '') };
		const { response, logged } = await callWebhook({ body, headers, credentials: { appSecret: '  ' } });
		expect(response.statusCode).toBe(401);
		expect(logged.join()).toMatch(/no App Secret/);
		nothingStored();
	});

	test('without a phone number id nobody could tell whose the messages are: they have to come again', async () => {
		const { response, logged } = await callWebhook({ body, credentials: { phoneNumberId: '' } });
		expect(response.statusCode).toBe(503);
		expect(logged.join()).toMatch(/no Phone Number ID/);
		nothingStored();
	});

	test('a body that n8n has not read yet is read', async () => {
		const bytes = Buffer.from(JSON.stringify(body));
		const read = jest.fn(async () => undefined);
		const { response } = await callWebhook({ headers: { 'x-hub-signature-256': signatureOf(bytes, APP_SECRET) }, readRawBody: read });
		expect(read).toHaveBeenCalled();
		expect(response.statusCode).toBe(401);
	});

	test('a body that cannot be read is answered 401, one that n8n finds too large 413', async () => {
		const broken = async (): Promise<void> => Promise.reject(new Error('aborted'));
		expect((await callWebhook({ readRawBody: broken })).response.statusCode).toBe(401);
		const tooLarge = async (): Promise<void> => Promise.reject(Object.assign(new Error('large'), { type: 'entity.too.large' }));
		expect((await callWebhook({ readRawBody: tooLarge })).response.statusCode).toBe(413);
	});

	test('more than 3 MB is answered 413, and up to there it is taken', async () => {
		expect((await callWebhook({ bytes: Buffer.alloc(3 * 1024 * 1024 + 1, 32) })).response.statusCode).toBe(413);
		expect((await callWebhook({ headers: { 'content-length': '4000000' } })).response.statusCode).toBe(413);
		nothingStored();
		const large = bodyWithMessages([textMessage('wamid.1', 'x'.repeat(3_000_000)), textMessage('wamid.2', 'y')]);
		expect((await callWebhook({ body: large })).items).toHaveLength(2);
	});

	test.each([
		['no JSON', Buffer.from('{"entry": [')],
		['a number', Buffer.from('7')],
		['nothing', Buffer.alloc(0)],
		['no text', Buffer.from([0xff, 0xfe, 0x00])],
		['JSON of another kind', Buffer.from('{"entry":{"changes":1}}')],
	])('%s is answered 200 without an execution', async (_what, bytes) => {
		const { result, response } = await callWebhook({ bytes });
		expect([result, response.statusCode]).toEqual([{}, 200]);
		nothingStored();
	});
});

describe('what starts an execution', () => {
	test('all new messages of one POST, in one execution', async () => {
		store.ended = [{ id: 'e1', sequence: 'Welcome', reason: 'replied' }];
		const { result, items } = await callWebhook({ body: bodyWithMessages([messages.button, messages.text_from_ad]) });
		expect(result.workflowData).toHaveLength(1);
		expect(items).toEqual([
			{
				contact: { id: 'contact of +491701234567', phone: '+491701234567', userId: 'DE.13491208655302741918', name: 'Ada Lovelace' },
				message: {
					id: 'wamid.button', type: 'button', text: 'Send prices', payload: 'yes-price-list', replyTo: 'wamid.template',
					at: '2026-11-18T11:06:40.000Z', referral: null, content: messages.button.button,
				},
				isFirstContact: true,
				previousMessageAt: null,
				windowEndsAt: '2026-11-19T11:06:40.000Z',
				endedEnrollments: [{ id: 'e1', sequence: 'Welcome', reason: 'replied' }],
			},
			expect.objectContaining({ message: expect.objectContaining({ referral: messages.text_from_ad.referral }) }),
		]);
	});

	test('a redelivered message does not', async () => {
		const body = bodyWithMessages([messages.text]);
		await callWebhook({ body });
		expect((await callWebhook({ body })).result).toEqual({});
	});

	test('statuses, preferences, notices and templates do not, but the store gets them', async () => {
		const changes = [...(fields as Change[]), { field: 'messages', value: valueFor({ messages: Object.values(notices), statuses: Object.values(statuses) }) }];
		const { result } = await callWebhook({ body: bodyOf(...changes) });
		expect(result).toEqual({});
		expect(new Set(store.applied[0]?.events.map((event) => event.kind))).toEqual(new Set(['status', 'preference', 'other']));
	});

	test('an opt-out does not, unless it is asked for', async () => {
		const body = bodyWithMessages([textMessage('wamid.stop', 'STOP'), textMessage('wamid.hi', 'hi')]);
		expect((await callWebhook({ body })).items.map((item) => (item.message as { id: string }).id)).toEqual(['wamid.hi']);
		store = new FakeStore();
		const { items } = await callWebhook({ body, options: { optOuts: true } });
		expect(items.map((item) => item.consent)).toEqual(['stop', undefined]);
	});

	test('opt-out and opt-in words are those of the list that the user edited', async () => {
		const body = bodyWithMessages([textMessage('wamid.1', 'STOP'), textMessage('wamid.2', 'Genug!'), textMessage('wamid.3', 'weiter')]);
		const { items } = await callWebhook({ body, options: { optOuts: true, optOutWords: 'genug, basta', optInWords: 'weiter' } });
		expect(items.map((item) => item.consent)).toEqual([undefined, 'stop', 'start']);
	});

	test('an opt-in word does: it is often a keyword', async () => {
		const { items } = await callWebhook({ body: bodyWithMessages([textMessage('wamid.1', 'START')]) });
		expect(items[0]?.consent).toBe('start');
	});

	test('statuses do when asked for, only those', async () => {
		const { items } = await callWebhook({ body: bodyWithStatuses(Object.values(statuses)), options: { statuses: ['failed'] } });
		expect(items).toEqual([
			{
				event: 'status', status: 'failed', messageId: 'wamid.ours', at: '2026-11-18T11:06:40.000Z',
				contact: { phone: '+491701234567', userId: 'DE.13491208655302741918', name: 'Ada Lovelace' },
				error: expect.objectContaining({ code: 131047 }),
			},
		]);
	});

	test('other events do when asked for, as Meta sends them', async () => {
		const options = { fields: ['message_template_status_update', 'user_preferences', 'system'] };
		const changes = [...(fields as Change[]), { field: 'messages', value: valueFor({ messages: [notices.changed_number] }) }];
		const { items } = await callWebhook({ body: bodyOf(...changes), options });
		expect(items.map((item) => item.event)).toEqual([
			'user_preferences', 'user_preferences', 'user_preferences', 'message_template_status_update', 'system',
		]);
		expect(items[0]?.value).toBe('stop');
		expect(items[3]?.value).toMatchObject({ event: 'PAUSED' });
	});

	test('a marketing stop in WhatsApp itself is an opt-out, too', async () => {
		const { items } = await callWebhook({ body: bodyOf(...(fields as Change[]).slice(0, 2)), options: { optOuts: true } });
		expect(items).toEqual([expect.objectContaining({ event: 'user_preferences', value: 'stop' })]);
	});

	test('the raw message comes along when asked for', async () => {
		const { items } = await callWebhook({ body: bodyWithMessages([messages.image]), options: { rawMessage: true } });
		expect(items[0]?.raw).toEqual(messages.image);
	});
});

describe('redelivery', () => {
	const body = bodyWithMessages([textMessage('wamid.stop', 'STOP'), textMessage('wamid.hi', 'hi')]);

	test('messages are acknowledged once n8n has answered, silent ones at once', async () => {
		const { response } = await callWebhook({ body });
		expect(store.acknowledged).toEqual(['wamid.stop']);
		response.emit('finish');
		expect(store.acknowledged).toEqual(['wamid.stop', 'wamid.hi']);
	});

	test('messages whose execution could not be started are not acknowledged', async () => {
		const { response } = await callWebhook({ body });
		response.statusCode = 500;
		response.emit('finish');
		expect(store.acknowledged).toEqual(['wamid.stop']);
		expect(store.released).toEqual(expect.arrayContaining(['wamid.hi']));
	});

	test('a store that fails is answered 503, and the log keeps contents and secrets to itself', async () => {
		store.failure = Object.assign(new Error(`near "hi": ${APP_SECRET}`), { code: 'ERR_SQLITE_ERROR' });
		const { response, result, logged } = await callWebhook({ body });
		expect(response.statusCode).toBe(503);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(logged).toEqual(['WhatsApp webhook not stored, Meta will deliver it again: Error (ERR_SQLITE_ERROR)']);
	});

	test('a refusal of the store is logged as it is', async () => {
		store.failure = new StoreRefusal('The file is not writable.');
		expect((await callWebhook({ body })).logged.join()).toMatch(/The file is not writable/);
	});

	test('a late acknowledgement that fails is logged, not thrown', async () => {
		const { response, logged } = await callWebhook({ body });
		store.acknowledgeMessages = async () => Promise.reject(new Error('closed'));
		response.emit('finish');
		await turn();
		expect(logged.join()).toMatch(/not acknowledged/);
	});
});

describe('kinds of messages', () => {
	test('only those chosen start an execution; the others are recorded and done with', async () => {
		const body = bodyWithMessages([textMessage('wamid.text', 'hi'), messages.image]);
		const { items } = await callWebhook({ body, options: { kinds: ['image'] } });
		expect(items.map((item) => (item.message as { type: string }).type)).toEqual(['image']);
		expect(store.acknowledged).toEqual(['wamid.text']);
		store = new FakeStore();
		expect((await callWebhook({ body, options: { kinds: [] } })).result).toEqual({});
	});
});

describe('a test beside production', () => {
	const body = bodyWithMessages([textMessage('wamid.customer', 'hi')]);

	test('leaves messages of customers to production: Meta delivers them again', async () => {
		const { response } = await callWebhook({ body, test: true, credentials: { testRecipients: '+15550009999' } });
		expect(response.statusCode).toBe(503);
		nothingStored();
	});

	test('takes those of test recipients, and anybody’s when there are none', async () => {
		expect((await callWebhook({ body, test: true, credentials: { testRecipients: '+491701234567' } })).items).toHaveLength(1);
		store = new FakeStore();
		expect((await callWebhook({ body, test: true })).items).toHaveLength(1);
		store = new FakeStore();
		expect((await callWebhook({ body, credentials: { testRecipients: '+15550009999' } })).items).toHaveLength(1);
	});
});

describe('new contacts', () => {
	const newContacts = { sequences: [{ sequence: { mode: 'list', value: 'Welcome' } }, { sequence: 'Unknown' }, { sequence: 'Welcome' }] };
	const enrollments: unknown[] = [];
	beforeEach(() => {
		enrollments.length = 0;
		Object.assign(store, {
			enroll: async (requests: Array<{ sequence: string }>) => {
				if (requests[0]!.sequence === 'Unknown') throw new StoreRefusal('There is no sequence "Unknown".');
				enrollments.push(...requests);
				return requests.map(() => ({ outcome: 'enrolled', reason: null, enrollment: { id: 'e1' } }));
			},
		});
	});

	test('are enrolled in the chosen sequences, each once and with their message; one that is unknown costs a line in the log', async () => {
		const { items, logged } = await callWebhook({ body: bodyWithMessages([textMessage('wamid.1', 'hi')]), newContacts, options: { kinds: [] } });
		expect(items).toEqual([]);
		expect(enrollments).toEqual([expect.objectContaining({ sequence: 'Welcome', messageId: 'wamid.1', contact: expect.objectContaining({ phone: '+491701234567' }) })]);
		expect(logged.join()).toMatch(/not enrolled: There is no sequence "Unknown"/);
	});

	test('the item tells of it, and an opt-out is not enrolled', async () => {
		const body = bodyWithMessages([textMessage('wamid.1', 'hi'), textMessage('wamid.2', 'STOP')]);
		const { items } = await callWebhook({ body, newContacts });
		expect(items.map((item) => item.enrolledIn)).toEqual([[{ sequence: 'Welcome', outcome: 'enrolled', reason: null, enrollmentId: 'e1' }]]);
		expect(enrollments).toHaveLength(1);
	});

	test('when it fails otherwise, Meta delivers the message again and it is new', async () => {
		Object.assign(store, { enroll: async () => Promise.reject(new Error('disk full')) });
		const { response } = await callWebhook({ body: bodyWithMessages([textMessage('wamid.1', 'hi')]), newContacts });
		expect(response.statusCode).toBe(503);
		expect(store.released).toEqual(['wamid.1']);
	});
});

describe('numbers that share the app', () => {
	const stop = bodyOf({ field: 'user_preferences', value: { ...valueFor({}), metadata: { phone_number_id: 'another number' }, user_preferences: [{ wa_id: '491701234567', value: 'stop', timestamp: 1_763_463_000 }] } });

	test.each([
		['that is kept in the same store is obeyed there', 1_700_000_000_000, 1],
		['that nobody set up here is not kept', null, 0],
	])('the marketing switch of a number %s, and starts nothing', async (_what, lastReceivedAt, applied) => {
		Object.assign(store, { lastReceivedAt: async () => lastReceivedAt, listSequences: async () => [] });
		expect((await callWebhook({ body: stop, options: { optOuts: true } })).result).toEqual({});
		expect(store.applied.flatMap(({ events }) => events)).toHaveLength(applied);
	});
});

test('one item for what a person wrote in one go: all texts, the last tap, whatever any of them brought', () => {
	const one = (id: string, at: string, more: object) => ({ item: { json: { contact: { id: 'c' }, message: { id, at, payload: null, text: '' }, isFirstContact: false, endedEnrollments: [], ...more } }, wamids: [id] });
	const merged = mergeBurst([
		one('b', '2026-01-01T00:00:02.000Z', { message: { id: 'b', at: '2026-01-01T00:00:02.000Z', text: 'prices?', payload: null } }),
		one('a', '2026-01-01T00:00:01.000Z', { isFirstContact: true, enrolledIn: [1], message: { id: 'a', at: '2026-01-01T00:00:01.000Z', text: 'Hello', payload: 'tap' } }),
	]);
	expect(merged.wamids).toEqual(['a', 'b']);
	expect(merged.item.json).toMatchObject({ message: { id: 'b', text: 'Hello\nprices?', payload: 'tap' }, messages: [{ id: 'a' }, { id: 'b' }], isFirstContact: true, enrolledIn: [1] });
});
