import type { JsonObject } from '../../../emulator/json';
import { startBench } from './support';

describe('ice breakers and commands', () => {
	const bench = startBench();
	const id = bench.world.options.account.phoneNumberId;
	const set = (body: JsonObject): ReturnType<typeof bench.call> => bench.call('POST', `/${id}/conversational_automation`, body);

	test('are kept and read back with the phone number', async () => {
		const automation = { prompts: ['Where is my order?'], commands: [{ command_name: 'offers', command_description: 'See our offers' }] };
		expect((await set(automation)).body).toEqual({ success: true });
		expect((await bench.call('GET', `/${id}?fields=conversational_automation`)).body).toMatchObject({ conversational_automation: automation });
	});

	test.each<[string, JsonObject]>([
		['five prompts', { prompts: ['a', 'b', 'c', 'd', 'e'] }],
		['a prompt of 81 characters', { prompts: ['x'.repeat(81)] }],
		['an emoji', { prompts: ['Offers 🎁'] }],
		['31 commands', { commands: Array.from({ length: 31 }, (_, at) => ({ command_name: 'c' + at, command_description: 'x' })) }],
		['a command of 33 characters', { commands: [{ command_name: 'x'.repeat(33), command_description: 'x' }] }],
		['a description of 257 characters', { commands: [{ command_name: 'x', command_description: 'x'.repeat(257) }] }],
	])('%s is refused', async (_case, body) => {
		expect(await set(body)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
	});
});
