import fc from 'fast-check';
import type { AccountStore } from '../../../engine/store/contract';
import type { WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import { HOUR, message, MINUTE, person, phoneOf, preference, SECOND, START } from '../builders';
import { onStore, type OpenStore, PROPERTY_TIMEOUT_MS, withScene } from '../store-under-test';
import { enrollOne, LIVING, publish, standing } from '../verbs';

type Word = 'STOP' | 'START' | 'stop' | 'resume';

/** Words are written messages, in lower case Meta's own switch. */
function said(word: Word, at: number): WebhookEvent {
	return word === 'STOP' || word === 'START' ? message(`wamid.${word}.${at}`, word, at) : preference(word, at);
}

const tell = (account: AccountStore, ...events: WebhookEvent[]) => account.applyWebhook(events, LIVING, START + HOUR);

async function allowed(account: AccountStore): Promise<boolean> {
	const { messages } = await tell(account, message(`wamid.probe`, 'hm', START));
	return messages[0]!.contact.marketingAllowed;
}

/** What was said, in the order in which it was said, and whether marketing is allowed at the end. */
const STORIES: Array<{ words: Word[]; marketing: boolean }> = [
	{ words: [], marketing: true },
	{ words: ['START'], marketing: true },
	{ words: ['resume'], marketing: true },
	{ words: ['STOP'], marketing: false },
	{ words: ['stop'], marketing: false },
	{ words: ['STOP', 'START'], marketing: true },
	{ words: ['START', 'STOP'], marketing: false },
	{ words: ['stop', 'resume'], marketing: true },
	{ words: ['resume', 'stop'], marketing: false },
	{ words: ['stop', 'START'], marketing: true },
	// Meta's switch lifts what Meta's switch had set, not what the person told us.
	{ words: ['STOP', 'resume'], marketing: false },
	{ words: ['STOP', 'stop', 'resume'], marketing: false },
	{ words: ['stop', 'STOP', 'resume'], marketing: false },
	{ words: ['STOP', 'START', 'resume'], marketing: true },
	{ words: ['STOP', 'stop', 'START'], marketing: true },
	{ words: ['STOP', 'START', 'stop', 'resume'], marketing: true },
	{ words: ['stop', 'resume', 'STOP'], marketing: false },
];

export function consent(open: OpenStore): void {
	const test = onStore(open);

	describe('consent', () => {
		for (const { words, marketing } of STORIES) {
			test(`after ${words.join(', ') || 'nothing'}: marketing is ${marketing ? 'allowed' : 'not allowed'}`, async ({ account }) => {
				for (const [n, word] of words.entries()) await tell(account, said(word, START + n * MINUTE));

				expect(await allowed(account)).toBe(marketing);
			});
		}

		it('is the same in whatever order and however often the words arrive', async () => {
			const word = fc.constantFrom<Word>('STOP', 'START', 'stop', 'resume');
			const delivery = fc
				.array(word, { minLength: 1, maxLength: 6 })
				.chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray([...words.keys(), ...words.keys()], { minLength: words.length * 2 })));

			await fc.assert(
				fc.asyncProperty(delivery, fc.boolean(), async ([words, order], inOneWebhook) => {
					const events = words.map((one, n) => said(one, START + n * MINUTE));
					const shuffled = order.map((n) => events[n]!);
					const told = (list: WebhookEvent[], together: boolean) =>
						withCase(open, async (account) => {
							if (together) await tell(account, ...list);
							else for (const event of list) await tell(account, event);
							return allowed(account);
						});
					expect(await told(shuffled, inOneWebhook)).toBe(await told(events, false));
				}),
				{ numRuns: 60 },
			);
		}, PROPERTY_TIMEOUT_MS);

		test('given and taken in the same second is taken: the stricter word wins', async ({ account }) => {
			await tell(account, said('START', START), said('STOP', START));
			expect(await allowed(account)).toBe(false);
		});

		test('tells the workflow which word it was', async ({ account }) => {
			const { messages } = await tell(account, said('STOP', START), said('START', START + MINUTE), message('wamid.x', 'stop it', START));

			expect(messages.map((applied) => applied.consent)).toEqual(['stop', 'start', null]);
		});
	});

	describe('an opt-out', () => {
		test('ends every run of the contact, also those that go on after a reply', async ({ account }) => {
			await publish(account, { stopOnReply: false });
			await enrollOne(account);
			await enrollOne(account, person(2));

			const { messages } = await account.applyWebhook([message('wamid.in', 'STOP', START + HOUR)], LIVING, START + HOUR);

			expect(messages[0]!.endedEnrollments).toEqual([expect.objectContaining({ sequence: 'welcome', reason: 'opted_out' })]);
			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'opted_out' });
			expect((await standing(account, person(2))).state).toBe('active');
		});

		test('by Meta\'s own switch ends them too', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			await account.applyWebhook([preference('stop', START + HOUR)], LIVING, START + HOUR);

			expect(await standing(account)).toMatchObject({ state: 'exited', reason: 'opted_out' });
		});

		test('that is told again, or late, does not end a run that began since', async ({ account }) => {
			await publish(account);
			await account.applyWebhook([preference('stop', START)], LIVING, START);
			await enrollOne(account, person(), {}, START + HOUR);
			await enrollOne(account, person(2), {}, START + HOUR);

			await account.applyWebhook([preference('stop', START), preference('stop', START, { phone: phoneOf(2) })], LIVING, START + HOUR);

			for (const n of [1, 2]) {
				expect(await standing(account, person(n))).toMatchObject({ state: 'active', contact: { marketingAllowed: false } });
			}
		});

		test('of somebody we did not know is remembered for the day they are enrolled', async ({ account }) => {
			await publish(account);
			await account.applyWebhook([preference('stop', START - HOUR, { userId: 'DE.77' })], LIVING, START - HOUR);

			expect((await enrollOne(account, { userId: 'DE.77' })).contact.marketingAllowed).toBe(false);
		});

		test('is written into the timeline once, with its source', async ({ account }) => {
			const stop = preference('stop', START);
			await tell(account, stop);
			await tell(account, stop, said('resume', START + SECOND));

			const entries = (await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'consent');
			expect(entries.map(({ detail }) => detail)).toEqual(['stop (preference)', 'start (preference)']);
		});
	});
}

/** A store of its own for one case of a property. */
async function withCase<Result>(open: OpenStore, work: (account: AccountStore) => Promise<Result>): Promise<Result> {
	let result: Result | undefined;
	await withScene(open, async ({ account }) => {
		result = await work(account);
	});
	return result as Result;
}
