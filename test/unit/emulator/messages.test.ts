import { asObject, type JsonObject } from '../../../emulator/json';
import { CUSTOMER, HELLO, startBench, welcome } from './support';

const interactive = (content: JsonObject): JsonObject => ({ type: 'interactive', interactive: { body: { text: 'Choose' }, ...content } });
const reply = (id: string, title: string): JsonObject => ({ type: 'reply', reply: { id, title } });
const rows = (count: number): JsonObject[] => Array.from({ length: count }, (_, at) => ({ id: 'r' + at, title: 'Row ' + at }));
const list = (sections: JsonObject[], more: JsonObject = {}): JsonObject =>
	interactive({ type: 'list', action: { button: 'Open', sections }, ...more });

describe('sending', () => {
	test('an accepted text answers with the contact and a wamid of its own', async () => {
		const { send, world } = startBench({ pairIntervalMs: 0 });
		world.contacts.change(CUSTOMER, { lastInboundAt: world.clock.now() });
		const first = await send({ ...HELLO, biz_opaque_callback_data: 'step-1' });
		const second = await send({ ...HELLO, to: '1 (650) 555-1234' });
		expect(first.body).toEqual({
			messaging_product: 'whatsapp',
			contacts: [{ input: '+' + CUSTOMER, wa_id: CUSTOMER }],
			messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]{40,}$/) }],
		});
		expect(asObject((first.body.messages as JsonObject[])[0]).id).not.toBe(asObject((second.body.messages as JsonObject[])[0]).id);
		expect(world.sends.list()).toMatchObject([{ to: CUSTOMER, type: 'text', callbackData: 'step-1', status: 'accepted' }, { to: CUSTOMER }]);
	});

	test('a template answers with message_status, and a send by user id with that id instead of a number', async () => {
		const { send, world } = startBench();
		const { userId } = world.contacts.withPhone(CUSTOMER);
		const { body } = await send({ ...welcome(), to: undefined, recipient: userId });
		expect(body.contacts).toEqual([{ input: userId, user_id: userId }]);
		expect(body.messages).toMatchObject([{ message_status: 'accepted' }]);
	});

	test.each<[string, JsonObject, number]>([
		['without messaging_product', { ...HELLO, messaging_product: undefined }, 100],
		['without a recipient', { ...HELLO, to: undefined }, 100],
		['to a malformed number', { ...HELLO, to: 'Ada' }, 131009],
		['to the business itself', { ...HELLO, to: '+15550001234' }, 131021],
		['to an unknown user id', { ...HELLO, to: undefined, recipient: 'US.1234567890' }, 131026],
		['of an unknown type', { type: 'poem', poem: {} }, 100],
		['with an empty text', { type: 'text', text: { body: ' ' } }, 100],
		['with a text of 4,097 characters', { type: 'text', text: { body: 'x'.repeat(4_097) } }, 100],
		['with callback data of 513 characters', { ...HELLO, biz_opaque_callback_data: 'x'.repeat(513) }, 100],
		['with both id and link of an image', { type: 'image', image: { id: '1', link: 'https://example.com/a.jpg' } }, 100],
		['with a caption of 1,025 characters', { type: 'image', image: { id: '1', caption: 'x'.repeat(1_025) } }, 100],
		['with a caption on audio', { type: 'audio', audio: { id: '1', caption: 'x' } }, 100],
		['with a link that is none', { type: 'video', video: { link: 'file.mp4' } }, 131009],
		['with a location off the globe', { type: 'location', location: { latitude: 91, longitude: 0 } }, 131009],
		['with four buttons', interactive({ type: 'button', action: { buttons: ['a', 'b', 'c', 'd'].map((id) => reply(id, id)) } }), 131009],
		['with a button title of 21 characters', interactive({ type: 'button', action: { buttons: [reply('a', 'x'.repeat(21))] } }), 131009],
		['with two equal button titles', interactive({ type: 'button', action: { buttons: [reply('a', 'Yes'), reply('b', 'Yes')] } }), 131009],
		['with a list of 11 rows', list([{ title: 'A', rows: rows(6) }, { title: 'B', rows: rows(11).slice(6) }]), 131009],
		['with two sections and a missing title', list([{ rows: rows(1) }, { title: 'B', rows: [{ id: 'z', title: 'Z' }] }]), 131009],
		['with an image above a list', list([{ rows: rows(1) }], { header: { type: 'image', image: { id: '1' } } }), 131009],
		['with a URL button without URL', interactive({ type: 'cta_url', action: { name: 'cta_url', parameters: { display_text: 'Go' } } }), 131009],
		['with a body of 1,025 characters above buttons', interactive({ type: 'button', body: { text: 'x'.repeat(1_025) }, action: { buttons: [reply('a', 'A')] } }), 131009],
	])('a message %s is refused', async (_case, message, code) => {
		const { send, world } = startBench();
		world.contacts.change(CUSTOMER, { lastInboundAt: world.clock.now() });
		expect(await send(message)).toMatchObject({ status: 400, code });
		expect(world.sends.list()).toEqual([]);
	});

	test.each<[string, JsonObject]>([
		['a text of 4,096 characters', { type: 'text', text: { body: 'x'.repeat(4_096) } }],
		['an image by link with a caption', { type: 'image', image: { link: 'https://example.com/a.jpg', caption: 'x'.repeat(1_024) } }],
		['three buttons under an image', interactive({ type: 'button', header: { type: 'image', image: { id: '1' } }, action: { buttons: ['a', 'b', 'c'].map((id) => reply(id, id)) } })],
		['a list of 10 rows with a text header', list([{ rows: rows(10) }], { header: { type: 'text', text: 'Menu' }, body: { text: 'x'.repeat(4_096) } })],
		['a URL button', interactive({ type: 'cta_url', action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://example.com' } } })],
		['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }],
		['a location', { type: 'location', location: { latitude: 52.3, longitude: '4.9' } }],
	])('%s is accepted', async (_case, message) => {
		const { send, world } = startBench();
		world.contacts.change(CUSTOMER, { lastInboundAt: world.clock.now() });
		expect(await send(message)).toMatchObject({ status: 200, code: 0 });
	});

	test('a read receipt, with or without typing, is no send', async () => {
		const { send, world } = startBench();
		const receipt = { to: undefined, status: 'read', message_id: 'wamid.1' };
		expect((await send(receipt)).body).toEqual({ success: true });
		expect((await send({ ...receipt, typing_indicator: { type: 'text' } })).body).toEqual({ success: true });
		expect(await send({ ...receipt, message_id: undefined })).toMatchObject({ code: 100 });
		expect(world.sends.list()).toEqual([]);
	});
});
