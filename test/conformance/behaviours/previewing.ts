import { preview } from '../../../engine/preview';
import type { AccountStore } from '../../../engine/store/contract';
import { DAY, enrollRequest, HOUR, owner, definition, person, START, step } from '../builders';
import { contentOf } from '../moving';
import { onStore, type OpenStore } from '../store-under-test';
import { claim, claimOne, enrollOne, publish, sendAccepted, standing } from '../verbs';

const longest = { amount: 30, unit: 'days' as const };

/** Plays "welcome" for a person as the store knows them, a day after START. */
async function previewOf(account: AccountStore, n = 1, startsAt = START + DAY, from = startsAt) {
	const { header, sequences, people } = await account.exportPart([person(n)], startsAt);
	const records = people[0]!;
	const contactId = String(records.find(({ table }) => table === 'contact')!.row.id);
	return preview({ world: { header, records: [...sequences, ...records] }, sequence: 'welcome', contactId, reference: null, startsAt, from, events: [], longest });
}

const timed = (entries: Awaited<ReturnType<typeof previewOf>>) => entries.map(({ kind, step: name, outcome, at }) => [kind, name, outcome, at === null ? null : at - START]);

export function previewing(open: OpenStore): void {
	const test = onStore(open);

	describe('a preview of somebody the store knows', () => {
		test('goes on where their run stands, and writes nothing', async ({ account }) => {
			const id = await publish(account, { stopOnReply: false });
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await sendAccepted(account, await claimOne(account, id, START + HOUR), 'wamid.2', START + HOUR);
			const before = await contentOf(account);

			expect(timed(await previewOf(account))).toEqual([
				['step', 'reminder', 'sent', DAY + HOUR],
				['end', null, 'completed', DAY + HOUR],
			]);
			expect(await contentOf(account)).toEqual(before);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'reminder' });
		});

		test('plays what comes before the day on which they are enrolled', async ({ account }) => {
			await publish(account, { stopOnReply: false, catchUp: 'skip' });
			await enrollOne(account);

			expect(timed(await previewOf(account, 1, START + 10 * DAY, START))).toEqual([
				['step', 'hello', 'sent', 0],
				['step', 'offer', 'sent', HOUR],
				['step', 'reminder', 'sent', DAY + HOUR],
				['end', null, 'completed', DAY + HOUR],
				['event', null, 'enrolled', 10 * DAY],
				['step', 'hello', 'sent', 10 * DAY],
				['step', 'offer', 'sent', 10 * DAY + HOUR],
				['step', 'reminder', 'sent', 11 * DAY + HOUR],
				['end', null, 'completed', 11 * DAY + HOUR],
			]);
		});

		test('counts the messages they had for the frequency cap, and keeps to who may enter again', async ({ account }) => {
			const news = (await account.publishSequence(definition({ name: 'news', steps: [step('hello')] }), owner('second'), START)).id;
			await publish(account, { reentry: 'once', frequencyCap: { messages: 1, per: { amount: 2, unit: 'days' } }, steps: [step('hello')] });
			await account.enroll([enrollRequest(person(1), { sequence: 'news' })], START);
			await sendAccepted(account, await claimOne(account, news), 'wamid.1');

			expect(timed(await previewOf(account))).toEqual([
				['event', null, 'enrolled', DAY],
				['step', 'hello', 'put_off', DAY],
				['step', 'hello', 'sent', 2 * DAY],
				['end', null, 'completed', 2 * DAY],
			]);

			const welcome = (await account.listSequences()).find(({ name }) => name === 'welcome')!.id;
			await enrollOne(account, person(2));
			await sendAccepted(account, await claimOne(account, welcome), 'wamid.2');
			expect((await previewOf(account, 2)).map(({ outcome, reason }) => [outcome, reason])).toEqual([['refused', 'once_only']]);
		});

		test('gives them the version of an A/B test that they will get', async ({ account }) => {
			const variants = ['A', 'B', 'C', 'D'].map((name) => ({ name, weight: 1, message: { kind: 'text' as const, text: name } }));
			const id = await publish(account, { steps: [step('hello', { amount: 2, unit: 'days' }, { variants })] });
			for (let n = 0; n < 6; n++) await enrollOne(account, person(n));
			const foretold: Array<string | undefined> = [];
			for (let n = 0; n < 6; n++) foretold.push((await previewOf(account, n))[0]!.variant);

			const { steps } = await claim(account, id, START + 2 * DAY);
			expect(steps.map(({ contact, variant }) => [contact.phone, variant]).sort()).toEqual(foretold.map((variant, n) => [person(n).phone, variant]).sort());
		});

		test('answers null for nobody', async ({ account }) => {
			await publish(account);
			const { sequences, people } = await account.exportPart([person(7)], START);
			expect(people).toEqual([null]);
			expect(sequences.map(({ table }) => table)).toEqual(['sequence', 'sequence_version']);
		});
	});
}
