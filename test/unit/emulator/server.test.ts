import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { DEMO_ACCOUNT, startEmulator, type Emulator } from '../../../emulator';
import type { Conversations } from '../../../emulator/conversation';
import { streamEvents } from '../../../emulator/http/events';
import { isLocal } from '../../../emulator/http/server';

describe('the server', () => {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterAll(() => emulator.close());

	const auth = { authorization: `Bearer ${DEMO_ACCOUNT.accessToken}` };
	const path = `/${DEMO_ACCOUNT.phoneNumberId}?fields=verified_name`;

	test('Graph answers under any version and under none', async () => {
		for (const prefix of ['', '/v13.0', '/v26.0']) {
			const answer = await fetch(emulator.url + prefix + path, { headers: auth });
			expect(await answer.json()).toEqual({ verified_name: DEMO_ACCOUNT.verifiedName, id: DEMO_ACCOUNT.phoneNumberId });
		}
	});

	test('a refused token is told in the header, too', async () => {
		const answer = await fetch(emulator.url + path);
		expect(answer.status).toBe(401);
		expect(answer.headers.get('www-authenticate')).toContain('OAuth');
	});

	test('form bodies and broken JSON are read as Graph reads them', async () => {
		const form = await fetch(`${emulator.url}/${DEMO_ACCOUNT.phoneNumberId}/conversational_automation`, {
			method: 'POST', headers: auth, body: new URLSearchParams({ prompts: '["Where is my order?"]' }),
		});
		expect(await form.json()).toEqual({ success: true });
		const broken = await fetch(`${emulator.url}/${DEMO_ACCOUNT.phoneNumberId}/messages`, { method: 'POST', headers: auth, body: '{"messaging' });
		expect(await broken.json()).toMatchObject({ error: { code: 100, message: '(#100) The parameter messaging_product is required.' } });
	});

	test('media go in and come out', async () => {
		const form = new FormData();
		form.set('messaging_product', 'whatsapp');
		form.set('file', new Blob(['\r\npicture\r\n'], { type: 'image/png' }), 'a.png');
		const { id } = (await (await fetch(`${emulator.url}/v26.0/${DEMO_ACCOUNT.phoneNumberId}/media`, { method: 'POST', headers: auth, body: form })).json()) as { id: string };
		const media = (await (await fetch(`${emulator.url}/v26.0/${id}`, { headers: auth })).json()) as { url: string; mime_type: string; file_size: number };
		expect(media).toMatchObject({ mime_type: 'image/png', file_size: 11 });
		expect((await fetch(media.url)).status).toBe(401);
		expect(await (await fetch(media.url, { headers: auth })).text()).toBe('\r\npicture\r\n');
	});

	test('the phone page is one piece, runs only its own scripts and loads nothing else', async () => {
		const answer = await fetch(emulator.url + '/');
		const html = await answer.text();
		const policy = answer.headers.get('content-security-policy') ?? '';
		const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
		expect(policy).toContain("default-src 'none'");
		expect(html.match(/<script[^>]*>/g)?.every((tag) => tag.includes(nonce))).toBe(true);
		expect(html).not.toMatch(/(src|href)=/);
		expect(html).not.toContain('innerHTML');
	});

	test('a page that goes away leaves nothing behind that waits for it', async () => {
		let stop = (): void => undefined;
		const stopped = new Promise<void>((resolve) => (stop = resolve));
		const conversations = { listen: () => () => stop() } as unknown as Conversations;
		const server = createServer((request, response) => {
			request.resume().on('end', () => streamEvents(conversations, response));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const page = connect((server.address() as AddressInfo).port, '127.0.0.1');
		page.write('GET /emulator/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
		await once(page, 'data');
		page.destroy();
		await stopped;
		server.close();
	});

	test('only this machine, and no other site’s page, may use the control paths', async () => {
		expect(isLocal({ headers: { host: '127.0.0.1:9080' } })).toBe(true);
		expect(isLocal({ headers: { host: 'localhost:9080', origin: 'http://localhost:9080' } })).toBe(true);
		expect(isLocal({ headers: { host: 'rebound.example.com:9080' } })).toBe(false);
		expect(isLocal({ headers: { host: '127.0.0.1:9080', origin: 'https://example.com' } })).toBe(false);
		const answer = await fetch(emulator.url + '/emulator/reset', { method: 'POST', headers: { origin: 'https://example.com' } });
		expect(answer.status).toBe(403);
	});
});
