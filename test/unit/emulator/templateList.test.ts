import { asArray, asObject, asText, type JsonObject } from '../../../emulator/json';
import { startBench } from './support';

const names = (body: JsonObject): string[] => asArray(body.data).map((template) => asText(asObject(template).name) ?? '');

describe('listing templates', () => {
	const bench = startBench();
	const path = `/${bench.world.options.account.businessAccountId}/message_templates`;

	test('pages follow one another until there is no next', async () => {
		const seen: string[] = [];
		let at: string | undefined = `${path}?limit=2&fields=name`;
		let pages = 0;
		while (at !== undefined) {
			const { body } = await bench.call('GET', at);
			seen.push(...names(body));
			const next = asText(asObject(body.paging).next);
			at = next === undefined ? undefined : next.replace(/^.*\/v26\.0/, '');
			pages += 1;
		}
		expect(pages).toBe(3);
		expect(seen).toEqual(['promo_welcome', 'promo_video', 'promo_offer', 'order_update', 'promo_paused']);
	});

	test('the cursor alone continues, too, and leads back', async () => {
		const first = await bench.call('GET', `${path}?limit=2`);
		const after = asText(asObject(asObject(first.body.paging).cursors).after);
		const second = await bench.call('GET', `${path}?limit=2&after=${after}`);
		expect(names(second.body)).toEqual(['promo_offer', 'order_update']);
		const before = asText(asObject(asObject(second.body.paging).cursors).before);
		expect(names((await bench.call('GET', `${path}?limit=2&before=${before}`)).body)).toEqual(['promo_welcome', 'promo_video']);
	});

	test.each([
		['status=PAUSED', ['promo_paused']],
		['status=APPROVED&category=UTILITY', ['order_update']],
		['name=promo_offer&language=en', ['promo_offer']],
		['language=de', []],
	])('filter %s', async (query, expected) => {
		expect(names((await bench.call('GET', `${path}?${query}`)).body)).toEqual(expected);
	});

	test('fields leave out the rest, and one template is found by its id', async () => {
		const { body } = await bench.call('GET', `${path}?fields=name,status&name=promo_welcome`);
		const [template] = asArray(body.data).map(asObject);
		expect(template).toEqual({ name: 'promo_welcome', status: 'APPROVED', id: expect.stringMatching(/^\d{16}$/) });
		const one = await bench.call('GET', `/${asText(template.id)}?fields=name,components,parameter_format`);
		expect(one.body).toMatchObject({ name: 'promo_welcome', parameter_format: 'POSITIONAL', components: [{ type: 'BODY' }, { type: 'FOOTER' }, { type: 'BUTTONS' }] });
	});
});
