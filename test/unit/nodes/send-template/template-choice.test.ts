import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { SendTemplate } from '../../../../nodes/SendTemplate/SendTemplate.node';
import { ALL, PROMO_WELCOME } from '../../whatsapp/sample-templates';

const { listSearch, resourceMapping } = new SendTemplate().methods;
let accounts = 0;

function panel(chosen: unknown, templates: unknown[] = ALL, status = 200): ILoadOptionsFunctions {
	accounts += 1;
	const credentials = { accessToken: 't', phoneNumberId: '1', businessAccountId: `choice-${accounts}` };
	const body = status === 200 ? { data: templates } : { error: { code: 190, message: 'Expired' } };
	const context = {
		getNode: () => ({ name: 'Send', type: 'sendTemplate', parameters: {} }),
		getCredentials: async () => credentials,
		getCurrentNodeParameter: () => chosen,
		helpers: { httpRequestWithAuthentication: async () => ({ statusCode: status, body }) },
	};
	return context as unknown as ILoadOptionsFunctions;
}

describe('the list of templates', () => {
	it('shows name, language and category of the approved ones', async () => {
		const { results } = await listSearch.searchTemplates.call(panel(''));
		expect(results).toContainEqual({ name: 'promo_welcome (en) · MARKETING', value: 'promo_welcome|en' });
		expect(results.map(({ value }) => value)).not.toContain('promo_paused|en');
		const found = await listSearch.searchTemplates.call(panel(''), 'dear');
		expect(found.results.map(({ value }) => value)).toEqual(['offer|en_US']);
	});

	it('comes in pages', async () => {
		const many = Array.from({ length: 150 }, (_, index) => ({ ...PROMO_WELCOME, name: `t_${String(index).padStart(3, '0')}` }));
		const context = panel('', many);
		const first = await listSearch.searchTemplates.call(context, '');
		expect(first).toMatchObject({ paginationToken: '100' });
		const second = await listSearch.searchTemplates.call(context, '', first.paginationToken);
		expect(second.results).toHaveLength(50);
		expect(second.paginationToken).toBeUndefined();
	});

	it('says what to do when Meta refuses', async () => {
		await expect(listSearch.searchTemplates.call(panel('', [], 401))).rejects.toThrow('system user token');
	});
});

describe('the fields of the chosen template', () => {
	it('are its variables with their examples, optional ones hidden at first', async () => {
		const { fields } = await resourceMapping.templateFields.call(panel('promo_welcome|en'));
		expect(fields.map(({ id }) => id)).toEqual(['header.1', 'body.1', 'body.2', 'button.0.payload', 'button.1.url', 'button.3.code']);
		expect(fields[2]).toMatchObject({ displayName: '{{2}}: SUN', required: true, removed: false });
		expect(fields[3]).toMatchObject({ required: false, removed: true });
	});

	it('are explained when there are none', async () => {
		expect(await resourceMapping.templateFields.call(panel(''))).toMatchObject({ fields: [], emptyFieldsNotice: 'Choose a template first.' });
		expect(await resourceMapping.templateFields.call(panel('={{ $json.x }}'))).toMatchObject({ fields: [] });
		const plain = [{ name: 'plain', language: 'en', status: 'APPROVED', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] }];
		expect(await resourceMapping.templateFields.call(panel('plain|en', plain))).toMatchObject({ emptyFieldsNotice: expect.stringContaining('no variables') });
		await expect(resourceMapping.templateFields.call(panel('nothing|en'))).rejects.toThrow('There is no template "nothing" in en');
	});
});
