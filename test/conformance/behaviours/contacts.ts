import { HOUR, message, phoneOf, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claimOne, enrollOne, LIVING, publish, settle, standing } from '../verbs';

const PHONE = phoneOf(1);
const USER = 'DE.13491208655302741918';

export function contacts(open: OpenStore): void {
	const test = onStore(open);

	describe('a contact', () => {
		test('is the same person by phone, by user id and by both', async ({ account }) => {
			await publish(account);
			const first = await enrollOne(account, { phone: PHONE, userId: USER });

			for (const ref of [{ phone: PHONE }, { userId: USER }, { phone: PHONE, userId: USER }, { id: first.contact.id }]) {
				const again = await enrollOne(account, ref);
				expect([again.outcome, again.contact.id]).toEqual(['kept', first.contact.id]);
			}
		});

		test('enrolled by phone is known by user id from their first message on', async ({ account }) => {
			await publish(account);
			await enrollOne(account, { phone: PHONE });
			await account.applyWebhook([message('wamid.1', 'hi', START - HOUR, { phone: PHONE, userId: USER })], LIVING, START);

			await account.applyWebhook([message('wamid.2', 'hi', START + HOUR, { userId: USER })], LIVING, START + HOUR);

			expect(await standing(account, { phone: PHONE })).toMatchObject({ reason: 'replied', contact: { phone: PHONE, userId: USER } });
		});

		test('enrolled by phone is known by the user id that Meta answered with', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account, { phone: PHONE });
			const permit = await beginAllowed(account, await claimOne(account, id));
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1', userId: USER });

			await account.applyWebhook([message('wamid.in', 'hi', START + HOUR, { userId: USER })], LIVING, START + HOUR);

			expect(await standing(account, { phone: PHONE })).toMatchObject({ reason: 'replied', contact: { userId: USER } });
		});

		test('without a phone number is enrolled and sent to', async ({ account }) => {
			const id = await publish(account);
			const { contact } = await enrollOne(account, { userId: USER, name: 'Ana' });

			const permit = await beginAllowed(account, await claimOne(account, id));

			expect(permit.contact).toEqual(contact);
			expect(permit.contact).toMatchObject({ phone: null, userId: USER, name: 'Ana' });
		});

		test('twice in one batch, by different ids, is one contact', async ({ account }) => {
			await publish(account);
			const both = { phone: PHONE, userId: USER };
			const request = { sequence: 'welcome', reentry: 'keep', reference: null, context: {} } as const;

			const results = await account.enroll([both, { phone: PHONE }, { userId: USER }].map((contact) => ({ ...request, contact })), START);

			expect(results.map(({ outcome }) => outcome)).toEqual(['enrolled', 'kept', 'kept']);
			expect(new Set(results.map(({ contact }) => contact.id)).size).toBe(1);
		});

		test('is saved once by many at the same time, and found by name, number, tag and consent', async ({ account }) => {
			const save = (n: number, name: string) => ({ contact: { phone: phoneOf(n), name }, attributes: { n } });
			const racing = await Promise.all(Array.from({ length: 10 }, () => account.saveContacts([save(1, 'Ana_1'), save(2, 'Bea')], START)));
			expect(racing.flat().filter(({ created }) => created)).toHaveLength(2);
			expect(racing[0]![1]).toMatchObject({ contact: { name: 'Bea', phone: phoneOf(2) }, attributes: { n: 2 }, tags: [], createdAt: START });
			await account.saveContacts([save(3, 'Ana%3')], START + HOUR);
			await account.addTags([{ contact: { phone: phoneOf(3) }, tags: ['vip'] }], START);
			await account.applyWebhook([message('wamid.1', 'STOP', START, { phone: phoneOf(2) })], LIVING, START);
			const names = async (...[filter, page = { limit: 9 }]: Partial<Parameters<typeof account.listContacts>>) => (await account.listContacts(filter ?? {}, page)).map(({ contact }) => contact.name);
			expect(await names({ search: 'aNa' })).toEqual(['Ana%3', 'Ana_1']);
			expect(await names({ search: '_' })).toEqual(['Ana_1']);
			expect(await names({ search: phoneOf(2).slice(-5) })).toEqual(['Bea']);
			expect(await names({ tag: 'vip' })).toEqual(['Ana%3']);
			expect(await names({ marketing: 'opted_out' })).toEqual(['Bea']);
			const [first] = await account.listContacts({}, { limit: 1 });
			expect(await names({}, { limit: 9, after: first!.contact.id })).toHaveLength(2);
			expect(await account.getContacts([{ phone: phoneOf(3) }, { phone: phoneOf(9) }])).toMatchObject([{ tags: ['vip'], attributes: { n: 3 } }, null]);
		});

		test('is found by a value, whatever kind it is', async ({ account }) => {
			const save = (n: number, attributes: Record<string, unknown>) => ({ contact: { phone: phoneOf(n), name: `Person ${n}` }, attributes });
			await account.saveContacts([save(1, { interest: 'Call', visits: 5, vip: true }), save(2, { interest: 'Ärzte', visits: 50, vip: false, 'the "odd" $.key': 'x' }), save(3, { interest: '' })], START);
			const names = async (key: string, value?: string) =>
				(await account.listContacts({ attribute: { key, ...(value === undefined ? {} : { value }) } }, { limit: 9 })).map(({ contact }) => contact.name);
			expect(await names('interest', 'call')).toEqual(['Person 1']);
			expect(await names('interest', 'Ärzte')).toEqual(['Person 2']);
			expect(await names('visits', '5')).toEqual(['Person 1']);
			expect(await names('vip', 'true')).toEqual(['Person 1']);
			expect(await names('vip', 'FALSE')).toEqual(['Person 2']);
			expect(await names('the "odd" $.key', 'x')).toEqual(['Person 2']);
			expect(await names('interest')).toEqual(['Person 2', 'Person 1']);
			expect(await names('unknown')).toEqual([]);
			expect(await names('unknown', "' OR 1 = 1 --")).toEqual([]);
		});

		test('takes over a new name and keeps the old one when none is told', async ({ account }) => {
			await publish(account);
			await enrollOne(account, { phone: PHONE, name: 'Ana' });
			await enrollOne(account, { phone: PHONE, name: 'Ana María' });

			expect((await enrollOne(account, { phone: PHONE })).contact.name).toBe('Ana María');
		});
	});
}
