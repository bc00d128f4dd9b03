import { SERVICE_WINDOW_MS } from '../../../emulator/contacts';
import { CUSTOMER, HELLO, startBench, welcome } from './support';

describe('the customer service window', () => {
	test('free-form is refused with 131047 until the customer has written', async () => {
		const { send, control } = startBench();
		expect(await send(HELLO)).toMatchObject({ status: 400, code: 131047 });
		await control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
		expect(await send(HELLO)).toMatchObject({ code: 0 });
	});

	test('it closes 24 hours after the last message, not the first', async () => {
		const { send, control, clock } = startBench();
		await control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
		await clock.advance(SERVICE_WINDOW_MS - 1);
		expect(await send(HELLO)).toMatchObject({ code: 0 });
		await control('POST', '/emulator/inbound', { from: CUSTOMER, button: { id: 'a', title: 'A' } });
		await clock.advance(SERVICE_WINDOW_MS - 1);
		expect(await send(HELLO)).toMatchObject({ code: 0 });
		await clock.advance(10_000);
		expect(await send(HELLO)).toMatchObject({ code: 131047 });
	});

	test('a reaction does not open it, and templates do not need it', async () => {
		const { send, control } = startBench();
		await control('POST', '/emulator/inbound', { from: CUSTOMER, reaction: '👍' });
		expect(await send(HELLO)).toMatchObject({ code: 131047 });
		expect(await send(welcome())).toMatchObject({ code: 0 });
	});

	test('the operator can close it', async () => {
		const { send, control } = startBench();
		await control('POST', '/emulator/inbound', { from: CUSTOMER, text: 'Hi' });
		await control('POST', '/emulator/contacts', { phone: CUSTOMER, lastInboundAt: null });
		expect(await send(HELLO)).toMatchObject({ code: 131047 });
	});
});
