import { message, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { LIVING } from '../verbs';

const KEEPER = 'workflow/node';
const LATER_PROCESS = 'process after the crash';
const kept = (wamid: string) => ({ wamid, item: JSON.stringify({ text: wamid }) });

export function keptMessages(open: OpenStore): void {
	const test = onStore(open);

	describe('a message that is kept until its execution has ended', () => {
		test('goes to the next process after a crash, once, oldest first', async ({ account }) => {
			await account.applyWebhook([message('wamid.2', 'b', START)], LIVING, START);
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START + 1);
			await account.keepMessages(KEEPER, [kept('wamid.1'), kept('wamid.2')]);

			expect(await account.adoptMessages(KEEPER, LATER_PROCESS)).toEqual([kept('wamid.2'), kept('wamid.1')]);
			expect(await account.adoptMessages(KEEPER, LATER_PROCESS)).toEqual([]);
		});

		test('is not given to the process that keeps it, nor to another trigger', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);
			await account.keepMessages(KEEPER, [kept('wamid.1')]);

			expect(await account.adoptMessages(KEEPER, LIVING)).toEqual([]);
			expect(await account.adoptMessages('another trigger', LATER_PROCESS)).toEqual([]);
		});

		test('is forgotten once it is acknowledged', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);
			await account.keepMessages(KEEPER, [kept('wamid.1')]);
			await account.acknowledgeMessages(['wamid.1']);
			await account.keepMessages(KEEPER, [kept('wamid.1')]);

			expect(await account.adoptMessages(KEEPER, LATER_PROCESS)).toEqual([]);
		});

		test('is no new message to the process that adopted it', async ({ account }) => {
			await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);
			await account.keepMessages(KEEPER, [kept('wamid.1')]);
			await account.adoptMessages(KEEPER, LATER_PROCESS);

			const { messages, duplicates } = await account.applyWebhook([message('wamid.1', 'a', START)], LATER_PROCESS, START);

			expect({ messages, duplicates }).toEqual({ messages: [], duplicates: 1 });
		});
	});

	test('tells when the last message came in, of this number alone', async ({ account }) => {
		expect(await account.lastReceivedAt()).toBeNull();
		await account.applyWebhook([message('wamid.1', 'a', START)], LIVING, START);
		await account.applyWebhook([message('wamid.2', 'b', START)], LIVING, START + 5);
		expect(await account.lastReceivedAt()).toBe(START + 5);
	});
}
