/**
 * Every kind of session message, from the fields of Send Template to the request that reaches Meta. The expected
 * shapes are those of Meta's pages messages/text-messages, image-messages and its siblings, interactive-*-messages,
 * location-messages, contacts-messages and reaction-messages.
 */
import type { IDataObject } from 'n8n-workflow';
import { chain, packNode } from '../e2e/workflows';
import { Business } from './business';

const ADA = '+491701234567';
const LINK = { fileFrom: 'link', link: 'https://shop.example/a.pdf' };

const CASES: Array<{ kind: string; fields: IDataObject; sent: IDataObject }> = [
	{
		kind: 'text',
		fields: { text: 'Hi {name},\nhttps://shop.example', preview: true },
		sent: { type: 'text', text: { body: 'Hi Ada,\nhttps://shop.example', preview_url: true } },
	},
	{ kind: 'image', fields: { ...LINK, caption: 'For {name}' }, sent: { type: 'image', image: { link: LINK.link, caption: 'For Ada' } } },
	{ kind: 'video', fields: { ...LINK }, sent: { type: 'video', video: { link: LINK.link } } },
	{ kind: 'document', fields: { ...LINK, fileName: 'Offer.pdf' }, sent: { type: 'document', document: { link: LINK.link, filename: 'Offer.pdf' } } },
	{ kind: 'audio', fields: { ...LINK, voice: true }, sent: { type: 'audio', audio: { link: LINK.link, voice: true } } },
	{ kind: 'sticker', fields: { ...LINK }, sent: { type: 'sticker', sticker: { link: LINK.link } } },
	{
		kind: 'buttons',
		fields: { headerType: 'image', ...LINK, body: 'Shall we?', footer: 'Shop', buttons: { button: [{ title: 'Yes', id: 'yes' }, { title: 'No', id: '' }] } },
		sent: {
			type: 'interactive',
			interactive: {
				type: 'button',
				header: { type: 'image', image: { link: LINK.link } },
				body: { text: 'Shall we?' },
				footer: { text: 'Shop' },
				action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }, { type: 'reply', reply: { id: 'No', title: 'No' } }] },
			},
		},
	},
	{
		kind: 'list',
		fields: {
			headerType: 'text',
			headerText: 'Menu',
			body: 'Which?',
			listButton: 'Choose',
			rows: { row: [{ title: 'Lamp', id: 'lamp', description: 'Warm', section: 'Light' }, { title: 'Chair', id: '', description: '', section: 'Seats' }] },
		},
		sent: {
			type: 'interactive',
			interactive: {
				type: 'list',
				header: { type: 'text', text: 'Menu' },
				body: { text: 'Which?' },
				action: {
					button: 'Choose',
					sections: [
						{ title: 'Light', rows: [{ id: 'lamp', title: 'Lamp', description: 'Warm' }] },
						{ title: 'Seats', rows: [{ id: 'Chair', title: 'Chair' }] },
					],
				},
			},
		},
	},
	{
		kind: 'urlButton',
		fields: { headerType: 'none', body: 'See', buttonText: 'Shop', url: 'https://shop.example/{name}' },
		sent: {
			type: 'interactive',
			interactive: { type: 'cta_url', body: { text: 'See' }, action: { name: 'cta_url', parameters: { display_text: 'Shop', url: 'https://shop.example/Ada' } } },
		},
	},
	{
		kind: 'location',
		fields: { latitude: '52.5163', longitude: '13.3777', placeName: 'Gate', address: 'Platz' },
		sent: { type: 'location', location: { latitude: 52.5163, longitude: 13.3777, name: 'Gate', address: 'Platz' } },
	},
	{
		kind: 'locationRequest',
		fields: { body: 'Where are you?' },
		sent: { type: 'interactive', interactive: { type: 'location_request_message', body: { text: 'Where are you?' }, action: { name: 'send_location' } } },
	},
	{
		kind: 'contacts',
		fields: { cards: { card: [{ name: 'Bob Shop', phone: '+49301234', email: '', company: 'Shop', website: '' }] } },
		sent: {
			type: 'contacts',
			contacts: [
				{ name: { formatted_name: 'Bob Shop', first_name: 'Bob' }, phones: [{ phone: '+49301234', type: 'CELL', wa_id: '49301234' }], org: { company: 'Shop' } },
			],
		},
	},
	{ kind: 'reaction', fields: { emoji: '🎁' }, sent: { type: 'reaction', reaction: { message_id: 'wamid.inbound-1', emoji: '🎁' } } },
];

describe('A session message', () => {
	let business: Business;
	let item: IDataObject;

	beforeAll(async () => {
		business = await Business.open();
		item = await business.receives(ADA, 'hello');
	});
	afterAll(() => business.close());

	const send = (parameters: IDataObject) =>
		business.run(chain('Send', [packNode('sendTemplate', 'Send', parameters, { id: 'c', name: 'c', type: 'whatsAppSequencesApi' })]), { node: 'Send', items: [item] });

	it.each(CASES)('$kind reaches Meta in its documented shape', async ({ kind, fields, sent }) => {
		const run = await send({ message: kind, ...fields });
		expect(run.error).toBeNull();
		expect(run.outputs('Send')![0]).toMatchObject([{ send: { status: 'accepted', reason: 'sent' } }]);
		const { body } = (await business.accepted()).at(-1)!;
		expect(body).toEqual({ messaging_product: 'whatsapp', recipient_type: 'individual', to: ADA, biz_opaque_callback_data: expect.any(String), ...sent });
	});

	it('quotes the message that the item is about', async () => {
		await send({ message: 'text', text: 'Yes', options: { replyTo: '={{ $json.message.id }}' } });
		expect((await business.accepted()).at(-1)!.body).toMatchObject({ type: 'text', context: { message_id: 'wamid.inbound-1' } });
	});

	it('comes out at Not Sent with a sentence per fault, and Meta is not asked', async () => {
		const before = (await business.accepted()).length;
		const run = await send({ message: 'buttons', body: '{context.nothing|}', buttons: { button: [{ title: 'x'.repeat(21) }] } });
		expect(run.outputs('Send')).toMatchObject([
			[],
			[{ send: { status: 'not_sent', reason: 'invalid_message', detail: 'The text is empty. The title of button 1 has 21 characters; WhatsApp takes up to 20.' } }],
		]);
		expect(await business.accepted()).toHaveLength(before);
	});
});
