import fc from 'fast-check';
import type { AccountStore } from '../../../engine/store/contract';
import { HOUR, message, person, phoneOf, START, status, step } from '../builders';
import { contentOf, exportAll, importAll, withOtherStore } from '../moving';
import { type OpenStore, PROPERTY_TIMEOUT_MS, withScene } from '../store-under-test';
import { claim, enrollOne, heldStep, LIVING, publish, sendRequest } from '../verbs';

const DEEDS = ['enroll', 'restart', 'remove', 'send', 'lose', 'refuse', 'read', 'reply', 'stop', 'start', 'tag', 'untag', 'edit', 'erase'] as const;

interface Deed {
	what: (typeof DEEDS)[number];
	who: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({ what: fc.constantFrom(...DEEDS), who: fc.integer({ min: 1, max: 4 }) });

/** Does all of them, an hour apart, and gives back what it claimed. */
async function live(account: AccountStore, deeds: Deed[], from = START): Promise<void> {
	let id = await publish(account, { stopOnReply: false });
	for (const [n, { what, who }] of deeds.entries()) {
		const now = from + n * HOUR;
		switch (what) {
			case 'enroll':
			case 'restart':
				await enrollOne(account, person(who), { reentry: what === 'restart' ? 'restart' : 'keep' }, now);
				break;
			case 'remove':
				await account.remove([{ sequence: 'welcome', contact: person(who) }], 'removed', now);
				break;
			case 'send':
			case 'lose':
			case 'refuse':
				await sendDue(account, id, what, `wamid.${from}.${n}`, now);
				break;
			case 'read':
				await account.applyWebhook(
					(await account.listSends({}, { limit: 50 })).flatMap(({ wamid }, i) => (wamid && i % who === 0 ? [status(wamid, 'read', now)] : [])),
					LIVING,
					now,
				);
				break;
			case 'tag':
				await account.addTags([{ contact: person(who), tags: [`tag ${n % 3}`] }], now);
				break;
			case 'untag':
				await account.removeTags([{ contact: person(who), tags: ['tag 0', 'tag 1'] }], now);
				break;
			case 'edit':
				id = await publish(account, { stopOnReply: false, steps: [step('hello'), step(`step ${who}`, { amount: 1, unit: 'hours' })] }, 'first', now);
				break;
			case 'erase':
				await account.erasePeople([person(who)], now);
				break;
			default:
				await account.applyWebhook([message(`wamid.in.${from}.${n}`, { reply: 'thanks', stop: 'STOP', start: 'START' }[what], now, { phone: phoneOf(who) })], LIVING, now);
		}
	}
}

async function sendDue(account: AccountStore, id: string, how: 'send' | 'lose' | 'refuse', wamid: string, now: number): Promise<void> {
	const taken = await claim(account, id, now);
	const permits = await account.beginSends(taken.steps.map((_, i) => sendRequest(heldStep(taken, i))), now);
	const outcomes = {
		send: (i: number) => ({ kind: 'accepted', wamid: `${wamid}.${i}` }) as const,
		lose: () => ({ kind: 'unknown', detail: 'timeout' }) as const,
		refuse: () => ({ kind: 'refused', error: { code: 131026, text: 'undeliverable' }, disposition: 'undeliverable' }) as const,
	};
	await account.settleSends(permits.flatMap((permit, i) => (permit.allowed ? [{ sendId: permit.sendId, outcome: outcomes[how](i) }] : [])), now);
	await account.endExecution(taken.lease, { kind: 'error', error: 'boom' }, now);
}

export function movingAnything(open: OpenStore): void {
	describe('moving an account with any history', () => {
		it('gives the same rows there, and nothing new the second time', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(deed, { maxLength: 14 }), fc.integer({ min: 1, max: 40 }), async (deeds, limit) => {
					await withOtherStore(async (from) => {
						await live(from, deeds);
						const exported = await exportAll(from, limit);
						await withScene(open, async ({ account }) => {
							await importAll(account, exported, { limit });
							const once = await contentOf(account);
							expect(once).toEqual(await contentOf(from));
							await importAll(account, exported, { limit: limit + 3, now: START + HOUR });
							expect(await contentOf(account)).toEqual(once);
						});
					});
				}),
				{ numRuns: 25 },
			);
		}, PROPERTY_TIMEOUT_MS);

		it('while both stores lived on: importing twice is once, nobody is in twice, nobody is opted in', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(deed, { maxLength: 8 }), fc.array(deed, { maxLength: 6 }), fc.array(deed, { maxLength: 6 }), async (before, there, here) => {
					await withOtherStore(async (from) => {
						await live(from, before);
						await withScene(open, async ({ account }) => {
							await importAll(account, await exportAll(from));
							await live(from, there, START + 100 * HOUR);
							await live(account, here, START + 200 * HOUR + 1);
							const refusing = await optedOut(account);
							const exported = await exportAll(from, 7, START + 300 * HOUR);

							await importAll(account, exported, { now: START + 400 * HOUR });

							const once = await contentOf(account);
							await importAll(account, exported, { limit: 1_000, now: START + 500 * HOUR });
							expect(await contentOf(account)).toEqual(once);
							expect(await optedOut(account)).toEqual(expect.arrayContaining(refusing));
							const runs = await account.listEnrollments({ states: ['active'] }, { limit: 100 });
							expect(new Set(runs.map(({ contactId }) => contactId)).size).toBe(runs.length);
						});
					});
				}),
				{ numRuns: 25 },
			);
		}, PROPERTY_TIMEOUT_MS);
	});
}

/** Who is opted out by a word that came after everything that the other store heard. */
async function optedOut(account: AccountStore): Promise<string[]> {
	const { records } = await exportAll(account, 1_000);
	return records.flatMap(({ table, row }) => (table === 'contact' && row.opted_out_by !== null && Number(row.consent_at) > START + 199 * HOUR ? [String(row.phone)] : []));
}
