/** Tag Manager: every operation, run by n8n. */
import { Business } from './business';
import { sequence, tagManager } from './canvas';
import type { IDataObject } from 'n8n-workflow';
import { people } from '../e2e/workflows';

const ADA = '+491701234567';
const BOB = '+491701234568';
const NODE = 'Tags';
const PEOPLE = [{ phone: ADA, name: 'Ada' }, { phone: BOB, name: 'Bob' }];

describe('Tag Manager', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open({ country: 'DE' });
	});
	afterEach(() => business.close());

	const run = (parameters: IDataObject, items: IDataObject[] = PEOPLE, more = {}) => business.run(tagManager(parameters, more), { node: NODE, items });

	async function outputs(parameters: IDataObject, items: IDataObject[] = PEOPLE): Promise<IDataObject[][]> {
		const done = await run(parameters, items);
		expect(done.error).toBeNull();
		return done.outputs(NODE)!;
	}
	const only = async (parameters: IDataObject, items: IDataObject[] = PEOPLE) => (await outputs(parameters, items))[0]!;
	const refusal = async (parameters: IDataObject, items: IDataObject[] = PEOPLE) => (await run(parameters, items)).error!;
	const tag = (operation: string, more: IDataObject = {}) => ({ resource: 'tag', operation, ...more });
	const contact = (operation: string, more: IDataObject = {}) => ({ resource: 'contact', operation, ...more });
	const attribute = (operation: string, more: IDataObject = {}) => ({ resource: 'attribute', operation, ...more });
	const consent = (operation: string, more: IDataObject = {}) => ({ resource: 'consent', operation, ...more });
	const values = (...given: IDataObject[]) => ({ attributes: { values: given } });

	describe('tags', () => {
		it('add: who got one leaves by Changed, once, and who had them all by Unchanged', async () => {
			await outputs(tag('add', { tags: 'vip' }), [{ phone: ADA }]);
			const [changed, unchanged] = await outputs(tag('add', { tags: 'vip' }), [...PEOPLE, { phone: BOB }]);
			expect(changed).toMatchObject([{ phone: BOB, name: 'Bob', tagChange: { added: ['vip'] } }]);
			expect(unchanged).toMatchObject([{ phone: ADA, tagChange: { added: [] } }, { phone: BOB }]);
		});

		it('remove, set and has tell the two apart too', async () => {
			await outputs(tag('add', { tags: '={{ ["vip", "lead"] }}' }), [{ phone: ADA }]);
			expect(await outputs(tag('remove', { tags: 'lead' }))).toMatchObject([[{ phone: ADA, tagChange: { removed: ['lead'] } }], [{ phone: BOB }]]);
			expect(await outputs(tag('set', { tags: 'vip, gold' }))).toMatchObject([[{ tagChange: { added: ['gold'], removed: [] } }, { tagChange: { added: ['vip', 'gold'] } }], []]);
			expect(await outputs(tag('set', { tags: 'vip,gold' }))).toMatchObject([[], [{}, {}]]);
			await outputs(tag('set', { tags: '' }), [{ phone: BOB }]);
			expect(await outputs(tag('has', { tags: 'gold, other', needed: 'any' }))).toMatchObject([[{ phone: ADA, hasTag: true, tags: ['gold', 'vip'] }], [{ phone: BOB, hasTag: false }]]);
			expect(await outputs(tag('has', { tags: 'gold, other' }), [{ phone: ADA }])).toMatchObject([[], [{ hasTag: false }]]);
		});

		it('rename: everywhere, once however many items come in', async () => {
			await outputs(tag('add', { tags: 'lead' }));
			expect(await outputs(tag('rename', { fromTag: 'lead', toTag: 'prospect' }))).toMatchObject([[{ tagChange: { from: 'lead', to: 'prospect', contacts: 2 } }, {}], []]);
			expect((await refusal(tag('rename', { fromTag: 'prospekt', toTag: 'x' }))).message).toContain('Did you mean "prospect"?');
		});

		it('takes thousands at once', async () => {
			const many = people(5_000);
			expect((await outputs(tag('add', { tags: 'all' }), many)).map(({ length }) => length)).toEqual([5_000, 0]);
			expect((await outputs(tag('add', { tags: 'all' }), many)).map(({ length }) => length)).toEqual([0, 5_000]);
		}, 60_000);

		it('refuses a missing tag or a wrong number before anything is written', async () => {
			expect((await refusal(tag('add', { tags: ' , ' }))).message).toBe('Tags is empty');
			expect((await refusal(tag('add', { tags: 'vip' }), [{ phone: ADA }, { phone: 'abc' }])).message).toBe('"abc" is not a phone number');
			expect(await business.store.tagsOf([{ phone: ADA }])).toEqual([null]);
		});

		it('goes on after an error where the node is told to: the faulty item leaves by Unchanged', async () => {
			const done = await run(tag('add', { tags: 'vip' }), [{ phone: 'abc' }, { phone: ADA }], { onError: 'continueRegularOutput' });
			expect(done.outputs(NODE)).toMatchObject([[{ phone: ADA }], [{ phone: 'abc', error: expect.stringContaining('is not a phone number') }]]);
		});
	});

	describe('contacts', () => {
		it('create or update, get, list and find', async () => {
			const save = contact('save', { contactSource: 'phone', phone: '0170 1234567', contactName: '={{ $json.name }}', contactTimeZone: 'Europe/Berlin', ...values({ name: 'city', value: 'Bonn' }) });
			expect(await only(save, [{ name: 'Ada' }])).toMatchObject([{ created: true, contact: { phone: ADA, name: 'Ada', timeZone: 'Europe/Berlin' }, attributes: { city: 'Bonn' }, tags: [] }]);
			expect(await only(save, [{ name: 'Ada L.' }])).toMatchObject([{ created: false, contact: { name: 'Ada L.' } }]);
			await outputs(tag('add', { tags: 'vip' }), [{ phone: BOB }]);
			expect(await only(contact('get'), [{ phone: BOB }, { phone: '+491700000009' }])).toMatchObject([{ known: true, tags: ['vip'] }, { known: false }]);
			expect(await only(contact('list'), [{}])).toHaveLength(2);
			expect(await only(contact('list', { limit: 1 }), [{}])).toMatchObject([{ contact: { phone: BOB } }]);
			expect(await only(contact('find', { search: 'ada' }), [{}])).toMatchObject([{ contact: { phone: ADA } }]);
			expect(await only(contact('find', { filterAttribute: 'city', filterValue: 'bonn' }), [{}])).toMatchObject([{ contact: { phone: ADA } }]);
			expect(await only(contact('find', { filterTag: 'vip', marketing: 'allowed' }), [{}])).toMatchObject([{ contact: { phone: BOB } }]);
			expect((await refusal(contact('save', { contactTimeZone: 'Berlin' }))).message).toBe('"Berlin" is not a time zone');
		});

		it('of one person in two spellings is one contact', async () => {
			await outputs(tag('add', { tags: 'seen' }), [{ phone: '+5215512345678' }, { phone: '+525512345678' }, { phone: '+551187654321' }, { phone: '+5511987654321' }]);
			expect((await only(contact('list'), [{}])).map((item) => (item.contact as IDataObject).phone).sort()).toEqual(['+525512345678', '+5511987654321']);
		});

		it('merge: by number, user ID or contact ID, and never with themselves', async () => {
			await business.activate(sequence({ steps: { step: [{ name: 'Later', delayAmount: 1, delayUnit: 'hours', messageKind: 'none' }] } }), { node: 'Promo' });
			await business.store.enroll([ADA, BOB].map((phone) => ({ sequence: 'Promo', contact: { phone }, reentry: 'keep', reference: null, context: {} })), Date.now());
			await outputs(tag('add', { tags: 'vip' }), [{ phone: BOB }]);
			const [done] = await only(contact('merge', { otherContact: '0170 1234568' }), [{ phone: ADA }]);
			expect(done).toMatchObject({ phone: ADA, merged: { endedEnrollments: [expect.any(String)] } });
			expect(await only(contact('get'), [{ phone: BOB }])).toMatchObject([{ contact: { phone: ADA }, tags: ['vip'] }]);
			const id = (done!.merged as IDataObject).contactId as string;
			expect((await refusal(contact('merge', { otherContact: id }), [{ phone: ADA }])).message).toContain('are the same contact already');
			expect((await refusal(contact('merge', { otherContact: 'DE.9' }), [{ phone: ADA }])).message).toContain('There is no contact with the user ID DE.9');
			expect((await refusal(contact('merge', { otherContact: 'Ada' }), [{ phone: ADA }])).message).toContain('neither a phone number nor an ID');
		});

		it('export and erase, as on the Sequence Enrollment', async () => {
			await outputs(tag('add', { tags: 'vip' }), [{ phone: ADA }]);
			expect(await only(contact('export'))).toMatchObject([{ known: true, person: { contact: [{ phone: ADA }], contact_tag: [{ tag: 'vip' }] } }, { known: false }]);
			expect(await only(contact('erase'))).toMatchObject([{ erased: true, optOutKept: false }, { erased: false }]);
			expect(await only(contact('list'), [{}])).toEqual([]);
		});
	});

	describe('attributes', () => {
		it('set: from fields of the item, where it has them, and of the body of a webhook', async () => {
			const given = values({ name: 'city', from: 'item', field: 'City' }, { name: 'total', type: 'number', from: 'item', field: 'cart.total' });
			await outputs(attribute('set', given), [{ phone: ADA, City: 'Lima', cart: { total: '12.5' } }]);
			expect(await only(attribute('set', given), [{ headers: {}, body: { 'Phone Number': ADA, City: 'Cusco' } }])).toMatchObject([{ attributes: { city: 'Cusco', total: 12.5 } }]);
			expect((await refusal(attribute('set', values({ name: 'city', from: 'item', field: ' ' })))).message).toBe('The attribute "city" names no field of the item');
		});

		it('set by type, count and remove', async () => {
			const given = values(
				{ name: 'city', value: 'Lima' }, { name: 'points', type: 'number', value: '={{ 2 }}' }, { name: 'vip', type: 'boolean', value: 'yes' },
				{ name: 'birthday', type: 'date', value: '1990-05-31' }, { name: 'sizes', type: 'json', value: '["L"]' },
			);
			expect(await only(attribute('set', given), [{ phone: ADA }])).toMatchObject([{ attributes: { city: 'Lima', points: 2, vip: true, birthday: '1990-05-31', sizes: ['L'] } }]);
			expect(await only(attribute('increment', { attributeName: 'points', by: -0.5 }), [{ phone: ADA }, { phone: ADA }])).toMatchObject([{}, { attributes: { points: 1 } }]);
			const [left] = await only(attribute('remove', { attributeNames: 'vip, birthday, sizes, never' }), [{ phone: ADA }]);
			expect(left!.attributes).toEqual({ city: 'Lima', points: 1 });
		});

		it.each<[IDataObject, string]>([
			[{ name: 'n', type: 'number', value: '12 €' }, '"12 €" is no number, and the attribute "n" is to be one'],
			[{ name: 'd', type: 'date', value: '31.05.2026' }, '"31.05.2026" is no date, and the attribute "d" is to be one'],
			[{ name: 'b', type: 'boolean', value: 'maybe' }, '"maybe" is neither yes nor no, and the attribute "b" is to be one'],
			[{ name: 'j', type: 'json', value: '{' }, '"{" is no JSON, and the attribute "j" is to be one'],
			[{ name: ' ', value: 'x' }, 'An attribute has no name'],
		])('refuses %j', async (value, sentence) => {
			expect((await refusal(attribute('set', values({ name: 'city', value: 'Lima' }, value)))).message).toBe(sentence);
			expect(await business.store.tagsOf([{ phone: ADA }])).toEqual([null]);
		});

		it('refuses to count what is no number', async () => {
			await outputs(attribute('set', values({ name: 'city', value: 'Lima' })));
			expect((await refusal(attribute('increment', { attributeName: 'city' }))).message).toContain('is no number');
			expect((await refusal(attribute('increment', { attributeName: 'x', by: '={{ "a" }}' }))).message).toContain('no number');
		});
	});

	describe('consent', () => {
		it('record, read and history', async () => {
			expect(await only(consent('record', { change: 'stop', categories: ['marketing', 'utility'], proof: 'call' }), [{ phone: ADA }])).toMatchObject([
				{ changed: true, contact: { marketingAllowed: false, utilityAllowed: false }, consent: { marketing: { allowed: false, source: 'manual' }, utility: { allowed: false } } },
			]);
			const optIn = consent('record', { change: 'start', categories: ['marketing'], proof: 'form', consentOptions: { fromList: true, messageId: 'wamid.1' } });
			expect(await only(optIn, [{ phone: ADA }])).toMatchObject([{ changed: true, consent: { marketing: { allowed: true, source: 'import' }, utility: { allowed: false } } }]);
			expect(await only(consent('read'))).toMatchObject([{ known: true, consent: { marketing: { allowed: true } } }, { known: false, consent: null }]);
			expect(await only(consent('history'))).toMatchObject([
				{ history: [{ change: 'stop', proof: 'call' }, { change: 'stop' }, { change: 'start', category: 'marketing', source: 'import', proof: 'form', messageId: 'wamid.1', at: expect.stringContaining('T') }] },
				{ known: false, history: [] },
			]);
		});

		it('an opt-in without proof, or at a time that is none, is refused', async () => {
			expect((await refusal(consent('record', { change: 'start' }))).message).toBe('Proof is empty');
			expect((await refusal(consent('record', { change: 'start', proof: 'x', consentOptions: { at: 'soon' } }))).message).toBe('"soon" is no time');
			expect((await refusal(consent('record', { change: 'stop', consentOptions: { at: '2099-01-01' } }))).message).toContain('lies in the future');
		});
	});
});
