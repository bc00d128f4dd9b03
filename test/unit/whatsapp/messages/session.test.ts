/** Shapes and limits from Meta: messages/text-messages, image-messages, interactive-*-messages, location-messages, contacts-messages, reaction-messages. */
import { buildSession } from '../../../../engine/whatsapp/messages/build-session';
import type { SessionContent } from '../../../../engine/whatsapp/messages/draft';
import { fileFault, isAnimated } from '../../../../engine/whatsapp/messages/file';

const ADA = { name: 'Ada', phone: null, reference: null, context: {} };

const build = (content: SessionContent, replyTo?: string) => buildSession({ content, ...(replyTo ? { replyTo } : {}) }, ADA);
function messageOf(content: SessionContent): unknown {
	const built = build(content);
	return built.ok ? built.message : built;
}
function faultOf(content: SessionContent): string {
	const built = build(content);
	return built.ok ? 'no fault' : `${built.reason}: ${built.detail}`;
}

const LINK = { from: 'link', link: 'https://x.example/a%20b.pdf?v=1' } as const;
const text = (length: number): string => 'x'.repeat(length);

describe('text', () => {
	it('keeps line breaks and previews links only where there are any', () => {
		expect(messageOf({ kind: 'text', text: 'Hi {name},\nsee https://x.example', preview: true })).toEqual({ type: 'text', text: { body: 'Hi Ada,\nsee https://x.example', preview_url: true } });
		expect(messageOf({ kind: 'text', text: 'Hi', preview: true })).toMatchObject({ text: { preview_url: false } });
		expect(messageOf({ kind: 'text', text: 'https://x.example', preview: false })).toMatchObject({ text: { preview_url: false } });
	});

	it('is refused when empty, too long or not complete', () => {
		expect(faultOf({ kind: 'text', text: '  ', preview: true })).toBe('invalid_message: The text of the message is empty.');
		expect(faultOf({ kind: 'text', text: text(4097), preview: true })).toContain('has 4097 characters; WhatsApp takes up to 4096');
		expect(faultOf({ kind: 'text', text: '{reference}', preview: true })).toMatch(/^missing_variable: There is no value for \{reference\}/);
	});

	it('quotes the message it replies to', () => {
		expect(build({ kind: 'text', text: 'Yes', preview: true }, 'wamid.1')).toMatchObject({ message: { type: 'text', context: { message_id: 'wamid.1' } } });
	});
});

describe('media', () => {
	it.each(['image', 'video'] as const)('%s: link or id, with a caption', (kind) => {
		expect(messageOf({ kind, file: LINK, caption: 'For {name}' })).toEqual({ type: kind, [kind]: { link: LINK.link, caption: 'For Ada' } });
		expect(messageOf({ kind, file: { from: 'id', id: ' 4711 ' } })).toEqual({ type: kind, [kind]: { id: '4711' } });
	});

	it('document: its name, else the end of the link', () => {
		expect(messageOf({ kind: 'document', file: LINK })).toEqual({ type: 'document', document: { link: LINK.link, filename: 'a b.pdf' } });
		expect(messageOf({ kind: 'document', file: { from: 'id', id: '1' }, fileName: 'Offer for {name}.pdf' })).toEqual({ type: 'document', document: { id: '1', filename: 'Offer for Ada.pdf' } });
	});

	it('audio and stickers have no caption; audio may be a voice message', () => {
		expect(messageOf({ kind: 'audio', file: LINK, caption: 'x', voice: true })).toEqual({ type: 'audio', audio: { link: LINK.link, voice: true } });
		expect(messageOf({ kind: 'sticker', file: LINK, caption: 'x', voice: true })).toEqual({ type: 'sticker', sticker: { link: LINK.link } });
	});

	it('needs a link, a number or a file', () => {
		expect(faultOf({ kind: 'image', file: { from: 'link', link: 'C:\\a.png' } })).toContain("The image's link must start with https://");
		expect(faultOf({ kind: 'image', file: { from: 'id', id: 'a.png' } })).toContain('must be the number');
		expect(faultOf({ kind: 'image', file: { from: 'binary', field: 'data' } })).toContain('"data"');
		expect(faultOf({ kind: 'image', file: LINK, caption: text(1025) })).toContain('The caption has 1025 characters; WhatsApp takes up to 1024.');
	});

	const MB = 1024 * 1024;
	it.each([
		['image', 'image/png', 5 * MB, null],
		['image', 'image/png', 5 * MB + 1, 'takes up to 5 MB'],
		['image', 'image/gif', 1, 'JPEG and PNG'],
		['video', 'video/mp4', 16 * MB, null],
		['video', 'video/webm', 1, 'MP4 and 3GP'],
		['audio', 'audio/ogg; codecs=opus', 1, null],
		['audio', 'audio/wav', 1, 'AAC'],
		['document', 'application/pdf', 100 * MB, null],
		['document', 'application/pdf', 100 * MB + 1, 'takes up to 100 MB'],
		['sticker', 'image/png', 1, 'WebP'],
		['image', 'image/png', 0, 'is empty'],
	])('as %s a file of type %s with %i bytes: %s', (kind, mimeType, size, fault) => {
		const found = fileFault(kind, { mimeType, size, name: 'a' });
		if (fault === null) expect(found).toBeNull();
		else expect(found).toContain(fault);
	});

	/** The first bytes of a WebP picture (https://developers.google.com/speed/webp/docs/riff_container). */
	const webp = (chunk: string, flags: number): Buffer => Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.from(chunk), Buffer.from([10, 0, 0, 0, flags])]);

	it.each([
		['still', webp('VP8 ', 0b10), false],
		['still, with a transparent background', webp('VP8X', 0b10000), false],
		['moving', webp('VP8X', 0b10010), true],
		['no WebP', Buffer.from('GIF89a, that is not twenty-one bytes of it'), false],
		['cut off', webp('VP8X', 0).subarray(0, 14), false],
	])('a sticker that is %s may have 100 KB, and 500 only when it moves', (_, bytes, moves) => {
		expect(isAnimated(bytes)).toBe(moves);
		const faultAt = (kilobytes: number) => fileFault('sticker', { mimeType: 'image/webp', size: kilobytes * 1024, name: 'a', animated: moves });
		expect([faultAt(100), faultAt(moves ? 500 : 100)]).toEqual([null, null]);
		expect(faultAt(moves ? 501 : 101)).toContain(`takes up to ${moves ? 500 : 100} KB`);
	});
});

describe('reply buttons', () => {
	const BUTTONS = { kind: 'buttons' as const, body: 'Shall we, {name}?', buttons: [{ title: 'Yes', id: 'yes' }, { title: 'No' }] };

	it('have the documented shape; a title serves as id', () => {
		expect(messageOf({ ...BUTTONS, header: { kind: 'text', text: 'Hello' }, footer: 'Shop' })).toEqual({
			type: 'interactive',
			interactive: {
				type: 'button',
				header: { type: 'text', text: 'Hello' },
				body: { text: 'Shall we, Ada?' },
				footer: { text: 'Shop' },
				action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }, { type: 'reply', reply: { id: 'No', title: 'No' } }] },
			},
		});
		expect(messageOf({ ...BUTTONS, header: { kind: 'image', file: LINK } })).toMatchObject({ interactive: { header: { type: 'image', image: { link: LINK.link } } } });
	});

	it.each([
		[{ buttons: [] }, 'There are 0 buttons; WhatsApp takes 1 to 3'],
		[{ buttons: ['a', 'b', 'c', 'd'].map((title) => ({ title })) }, 'There are 4 buttons'],
		[{ buttons: [{ title: text(21) }] }, 'The title of button 1 has 21 characters; WhatsApp takes up to 20'],
		[{ buttons: [{ title: 'Yes' }, { title: 'Yes', id: 'other' }] }, 'Two button titles are "Yes"'],
		[{ buttons: [{ title: 'Yes', id: '1' }, { title: 'No', id: '1' }] }, 'Two button IDs are "1"'],
		[{ buttons: [{ title: 'Yes', id: text(257) }] }, 'The ID of button 1 has 257'],
		[{ body: text(1025) }, 'The text has 1025 characters; WhatsApp takes up to 1024'],
		[{ footer: text(61) }, 'The footer has 61'],
		[{ header: { kind: 'text' as const, text: text(61) } }, 'The header has 61'],
		[{ body: '' }, 'The text is empty'],
	])('are checked: %j', (change, fault) => expect(faultOf({ ...BUTTONS, ...change })).toContain(fault));

	it('tells every fault at once, a sentence each', () => {
		expect(faultOf({ ...BUTTONS, body: '', footer: text(61) })).toBe('invalid_message: The footer has 61 characters; WhatsApp takes up to 60. The text is empty.');
	});

	it('counts emoji as one character each', () => {
		expect(faultOf({ ...BUTTONS, buttons: [{ title: '🎁'.repeat(20) }] })).toBe('no fault');
	});
});

describe('a list', () => {
	const LIST = { kind: 'list' as const, body: 'Which?', button: 'Choose', rows: [{ title: 'One', id: '1', description: 'First' }, { title: 'Two' }] };
	const rows = (count: number, more: object = {}) => Array.from({ length: count }, (_, i) => ({ title: `Row ${i}`, ...more }));

	it('has the documented shape, rows of a section together', () => {
		const withSections = [{ title: 'One', section: 'A' }, { title: 'Two', section: 'B' }, { title: 'Three', section: 'A' }];
		expect(messageOf({ ...LIST, header: { kind: 'text', text: 'Pick' } })).toEqual({
			type: 'interactive',
			interactive: {
				type: 'list',
				header: { type: 'text', text: 'Pick' },
				body: { text: 'Which?' },
				action: { button: 'Choose', sections: [{ rows: [{ id: '1', title: 'One', description: 'First' }, { id: 'Two', title: 'Two' }] }] },
			},
		});
		expect(messageOf({ ...LIST, rows: withSections })).toMatchObject({
			interactive: { action: { sections: [{ title: 'A', rows: [{ title: 'One' }, { title: 'Three' }] }, { title: 'B', rows: [{ title: 'Two' }] }] } },
		});
	});

	it.each([
		[{ header: { kind: 'image' as const, file: LINK } }, 'A list takes a text as its header or none'],
		[{ rows: [] }, 'The list has 0 rows'],
		[{ rows: rows(11) }, 'The list has 11 rows; WhatsApp takes 1 to 10, all sections together'],
		[{ rows: [{ title: 'a', section: 'A' }, { title: 'b' }] }, 'every row needs one'],
		[{ rows: [{ title: 'a', section: text(25) }] }, 'The section of row 1 has 25'],
		[{ rows: [{ title: text(25) }] }, 'The title of row 1 has 25'],
		[{ rows: [{ title: 'a', description: text(73) }] }, 'The description of row 1 has 73'],
		[{ rows: [{ title: 'a', id: text(201) }] }, 'The ID of row 1 has 201'],
		[{ rows: [{ title: 'a' }, { title: 'a' }] }, 'Two row IDs are "a"'],
		[{ button: text(21) }, 'The text of the list button has 21'],
		[{ body: text(4097) }, 'takes up to 4096'],
	])('is checked: %j', (change, fault) => expect(faultOf({ ...LIST, ...change })).toContain(fault));
});

describe('the others', () => {
	it('a URL button', () => {
		const button = { kind: 'urlButton' as const, body: 'See', button: 'Shop', url: 'https://x.example/{name}' };
		expect(messageOf(button)).toEqual({
			type: 'interactive',
			interactive: { type: 'cta_url', body: { text: 'See' }, action: { name: 'cta_url', parameters: { display_text: 'Shop', url: 'https://x.example/Ada' } } },
		});
		expect(faultOf({ ...button, url: 'x.example' })).toContain('must start with https://');
		expect(faultOf({ ...button, button: text(21) })).toContain('The text of the button has 21');
	});

	it('a location, and the request for one', () => {
		const place = { kind: 'location' as const, latitude: '52,5163', longitude: '-13.4', name: 'Gate', address: 'Platz' };
		expect(messageOf(place)).toEqual({ type: 'location', location: { latitude: 52.5163, longitude: -13.4, name: 'Gate', address: 'Platz' } });
		expect(faultOf({ ...place, latitude: '91' })).toContain('The latitude must be a number from -90 to 90');
		expect(faultOf({ ...place, longitude: 'x' })).toContain('The longitude must be');
		expect(messageOf({ kind: 'locationRequest', body: 'Where are you, {name}?' })).toEqual({
			type: 'interactive',
			interactive: { type: 'location_request_message', body: { text: 'Where are you, Ada?' }, action: { name: 'send_location' } },
		});
	});

	it('contact cards', () => {
		const card = { name: 'Ada Lovelace', phone: '+49 170 1', email: 'a@x.example', company: 'Shop', website: 'https://x.example' };
		expect(messageOf({ kind: 'contacts', cards: [card] })).toEqual({
			type: 'contacts',
			contacts: [
				{
					name: { formatted_name: 'Ada Lovelace', first_name: 'Ada' },
					phones: [{ phone: '+49 170 1', type: 'CELL', wa_id: '491701' }],
					emails: [{ email: 'a@x.example', type: 'WORK' }],
					org: { company: 'Shop' },
					urls: [{ url: 'https://x.example', type: 'WORK' }],
				},
			],
		});
		expect(faultOf({ kind: 'contacts', cards: [] })).toContain('There are 0 contact cards');
		expect(faultOf({ kind: 'contacts', cards: [{ name: '' }] })).toContain('The name of contact card 1 is empty');
	});

	it.each([['👍', null], ['👨‍👩‍👧', null], ['❤️', null], ['', null], ['👍👍', 'one emoji'], ['ok', 'one emoji'], ['a', 'one emoji']])('a reaction with "%s"', (emoji, fault) => {
		const reaction = { kind: 'reaction' as const, to: 'wamid.1', emoji };
		if (fault) expect(faultOf(reaction)).toContain(fault);
		else expect(messageOf(reaction)).toEqual({ type: 'reaction', reaction: { message_id: 'wamid.1', emoji } });
	});
});
