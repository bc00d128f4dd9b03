import fc from 'fast-check';
import type { AccountStore } from '../../../engine/store/contract';
import { newId } from '../../../engine/store/ids';
import type { WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import { enrollRequest, HOUR, message, MINUTE, person, phoneOf, preference, SECOND, START, status } from '../builders';
import { type OpenStore, PROPERTY_TIMEOUT_MS, withScene } from '../store-under-test';
import { claim, heldStep, LIVING, publish, sendRequest } from '../verbs';

const PEOPLE = 3;
/** Six events per person, each told twice. */
export const MOST_EVENTS = PEOPLE * 12;

/** What can become of one message, told in order. */
const HISTORIES = [[], ['sent'], ['sent', 'delivered'], ['sent', 'delivered', 'read'], ['sent', 'read'], ['sent', 'failed'], ['failed']] as const;

export interface Story {
	/** Per person: history of the message they got, and what they wrote afterwards. */
	people: Array<{ history: number; words: Array<'hi' | 'STOP' | 'START' | 'stop' | 'resume'>; error: number }>;
	/** True when the answers to the POSTs were lost, so that only statuses tell. */
	answersLost: boolean;
}

export const story: fc.Arbitrary<Story> = fc.record({
	people: fc.array(
		fc.record({
			history: fc.nat(HISTORIES.length - 1),
			words: fc.array(fc.constantFrom('hi', 'STOP', 'START', 'stop', 'resume'), { maxLength: 3 }),
			error: fc.constantFrom(131026, 131049, 131050, 131000),
		}),
		{ minLength: PEOPLE, maxLength: PEOPLE },
	),
	answersLost: fc.boolean(),
});

export function webhookReplay(open: OpenStore): void {
	describe('webhooks', () => {
		it('end in the same state in whatever order, in whatever batches, and told twice', async () => {
			const delivery = fc.record({ keys: fc.array(fc.nat(1_000), { minLength: MOST_EVENTS, maxLength: MOST_EVENTS }), batch: fc.integer({ min: 1, max: 7 }) });
			await fc.assert(
				fc.asyncProperty(story, delivery, async (told, { keys, batch }) => {
					const inOrder = await play(open, told, (events) => events.map((event) => [event]));
					const shuffled = await play(open, told, (events) => {
						const twice = [...events, ...events].map((event, n) => ({ event, key: keys[n]! }));
						const order = twice.sort((a, b) => a.key - b.key).map(({ event }) => event);
						return Array.from({ length: Math.ceil(order.length / batch) }, (_, n) => order.slice(n * batch, (n + 1) * batch));
					});
					expect(shuffled).toEqual(inOrder);
				}),
				{ numRuns: 60 },
			);
		}, PROPERTY_TIMEOUT_MS);

		it('end in the same state whatever ids the process made a moment before', async () => {
			// An outage of Meta's is waited for after as long as it has lasted, which the id of the send tells.
			const person = { history: HISTORIES.findIndex((all) => all.join() === 'sent,failed'), words: [], error: 131000 };
			const told: Story = { people: Array.from({ length: PEOPLE }, () => person), answersLost: false };
			const states: unknown[] = [];
			for (const before of [START - HOUR, START + 5 * SECOND]) {
				newId(before);
				states.push(await play(open, told, (events) => [events]));
			}
			expect(states[1]).toEqual(states[0]);
		});
	});
}

/** How webhooks reach the store; by default one after the other, in one process. */
export type Apply = (account: AccountStore, batches: WebhookEvent[][], now: number) => Promise<void>;

const oneAfterTheOther: Apply = async (account, batches, now) => {
	for (const batch of batches) await account.applyWebhook(batch, LIVING, now);
};

/** Sends to everybody, then applies the webhooks as delivered; answers the state that people can see. */
export async function play(
	open: OpenStore,
	{ people, answersLost }: Story,
	deliver: (events: WebhookEvent[]) => WebhookEvent[][],
	apply = oneAfterTheOther,
): Promise<unknown> {
	let state: unknown;
	await withScene(open, async ({ account }) => {
		const id = await publish(account);
		await account.enroll(people.map((_, n) => enrollRequest(person(n))), START);
		const taken = await claim(account, id, START);
		const permits = await account.beginSends(taken.steps.map((_, n) => sendRequest(heldStep(taken, n))), START);
		const sendOf = new Map(permits.flatMap((permit) => (permit.allowed ? [[permit.contact.phone, permit] as const] : [])));
		await account.settleSends(
			people.map((_, n) => ({
				sendId: sendOf.get(phoneOf(n))!.sendId,
				outcome: answersLost ? { kind: 'unknown', detail: 'timeout' } : { kind: 'accepted', wamid: `wamid.out${n}` },
			})),
			START,
		);
		const events = people.flatMap(({ history, words, error }, n) => {
			const contact = { phone: phoneOf(n) };
			const { callbackData } = sendOf.get(phoneOf(n))!;
			return [
				...HISTORIES[history]!.map((value, k) =>
					status(`wamid.out${n}`, value, START + k * MINUTE, {
						contact,
						callbackData,
						...(value === 'failed' ? { error: { code: error, text: `error ${error}` } } : {}),
					}),
				),
				...words.map((word, k) => {
					const at = START + HOUR + k * MINUTE;
					return word === 'stop' || word === 'resume' ? preference(word, at, contact) : message(`wamid.in${n}.${k}`, word, at, contact);
				}),
			];
		});
		await apply(account, deliver(events), START + 2 * HOUR);
		state = await visibleState(account);
	});
	return state;
}

/**
 * All that lists and nodes can see, but for the reason of an ended run and the step it stood at: of several events
 * that each end it, the one that comes first is the one that did.
 */
async function visibleState(account: AccountStore): Promise<unknown> {
	const enrollments = await account.listEnrollments({}, { limit: 100 });
	const sends = await account.listSends({}, { limit: 100 });
	const sendsOf = (id: string) => sends.filter(({ enrollmentId }) => enrollmentId === id);
	return enrollments
		.map(({ id, contact, state, step, dueAt, reason, lastSentAt }) => ({
			phone: contact.phone,
			marketingAllowed: contact.marketingAllowed,
			lastInboundAt: contact.lastInboundAt,
			run: state === 'active' ? { state, step, dueAt, reason, lastSentAt } : { state },
			sends: sendsOf(id).map((send) => ({ state: send.state, wamid: send.wamid, error: send.error })),
		}))
		.sort((a, b) => String(a.phone).localeCompare(String(b.phone)));
}
