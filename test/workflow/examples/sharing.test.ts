/** An example at a client's, whose WhatsApp account is another one: what has to be mended is said, all of it, before anybody is written to. */
import { EXAMPLE_TEMPLATES } from '../../../emulator/templates/examples';
import { DEFAULT_TEMPLATES } from '../../../emulator/templates/defaults';
import { Business } from '../business';
import { enrollment, example } from '../canvas';

const SEQUENCE = 'Car dealer follow-up';
const TEMPLATES = ['car_brochure', 'car_video', 'car_offer'];

describe('an example on an account without its templates', () => {
	let business: Business;
	afterEach(() => business.close());

	it('is not published, and names every template that is missing', async () => {
		business = await Business.open();
		const refusal = await business.activate(example('car-dealer-follow-up.json'), { node: SEQUENCE }).then(
			() => null,
			(error: Error & { description?: string }) => `${error.message} ${error.description ?? ''}`,
		);
		for (const name of TEMPLATES) expect(refusal).toContain(name);
		expect(await business.store.listSequences()).toEqual([]);
	});

	it('is told step by step by Preflight, where the templates went away later', async () => {
		business = await Business.open({}, { templates: [...DEFAULT_TEMPLATES, ...EXAMPLE_TEMPLATES] });
		await business.activate(example('car-dealer-follow-up.json'), { node: SEQUENCE });
		for (const name of TEMPLATES) await business.control('templates', { name, language: 'en', status: 'DISABLED' });
		const run = await business.run(enrollment({ resource: 'sequence', operation: 'preflight', sequence: { __rl: true, mode: 'name', value: SEQUENCE } }), { node: 'Enrollment', items: [{}] });
		const findings = run.outputs('Enrollment')![0]!;
		const toMend = findings.filter(({ severity, check }) => severity === 'error' && check === 'message');
		expect(toMend.map(({ step }) => step)).toEqual(['Brochure', 'Video', 'Offer']);
		for (const { advice } of toMend) expect(advice).toMatch(/\w{4}/);
	});
});
