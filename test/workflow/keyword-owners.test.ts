/** Which workflow has a keyword, on n8n's own hooks: those that it calls when a workflow is published and unpublished. */
import { HookContext } from 'n8n-core';
import type { IDataObject, WorkflowActivateMode } from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import { chain, packNode } from '../e2e/workflows';
import { Business } from './business';
import { additionalDataOf, workflowOf } from './n8n-process';

const CREDENTIAL = { id: 'credential-1', name: 'WhatsApp Sequences account', type: 'whatsAppSequencesApi' };

interface Rules {
	values: IDataObject[];
	options?: IDataObject;
	disabled?: boolean;
}

const promo = (phrases = 'promo, How much?'): IDataObject => ({ name: 'Promo', match: 'exact', phrases });

function listening(name: string, { values, options = {}, disabled = false }: Rules): WorkflowJson {
	const trigger = packNode('whatsAppMessageTrigger', 'Messages', { registration: 'manual' }, CREDENTIAL);
	return chain(name, [{ ...trigger, typeVersion: 2 }, { ...packNode('keywordMatch', `Words of ${name}`, { rules: { values }, options }, CREDENTIAL), disabled }]);
}

describe('keywords of a number', () => {
	let business: Business;
	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	/** What n8n does when the workflow is published, and when it is unpublished again. */
	function published(json: WorkflowJson, activation: WorkflowActivateMode = 'activate') {
		const workflow = workflowOf(json, json.name);
		const node = workflow.getNode('Messages')!;
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const { checkExists, create, delete: remove } = type.webhookMethods!.default!;
		const context = (mode: WorkflowActivateMode) => {
			const webhook = { httpMethod: 'POST' as const, node: node.name, path: 'webhook', workflowId: json.name, webhookDescription: type.description.webhooks![1]!, workflowExecuteAdditionalData: additional };
			return new HookContext(workflow, node, additional, 'trigger', mode, webhook);
		};
		const additional = additionalDataOf(workflow, business.credential, 'trigger');
		return {
			publish: async () => (await checkExists.call(context(activation))) || (await create.call(context(activation))),
			unpublish: () => remove.call(context('deactivate' as WorkflowActivateMode)),
		};
	}

	it('belong to the workflow that was published first, also in other spelling and another way of comparing', async () => {
		await published(listening('Shop', { values: [promo()] })).publish();
		const copy = listening('Copy of Shop', { values: [{ name: 'Costs', match: 'contains', phrases: 'HOW MUCH' }] });

		await expect(published(copy).publish()).rejects.toThrow(
			'The keyword "How much?" on this WhatsApp number belongs to the workflow "Shop" (node "Words of Shop"). Choose another word, unpublish that workflow, or allow Take Over Keywords in the options of Keyword Match.',
		);
	});

	it('are free again when it is unpublished, and stay with it when it is published anew', async () => {
		const shop = published(listening('Shop', { values: [promo()] }));
		await shop.publish();
		await shop.publish();
		await shop.unpublish();
		await published(listening('News', { values: [promo()] })).publish();
		await expect(shop.publish()).rejects.toThrow(/belongs to the workflow "News"/);
	});

	it('pass to a workflow that takes them over, and the former owner still starts with n8n', async () => {
		await published(listening('Shop', { values: [promo()] })).publish();
		await published(listening('News', { values: [promo()], options: { takeOver: true } })).publish();
		await published(listening('Shop', { values: [promo()] }), 'init').publish();
		expect(await business.store.takenKeywords('other', ['promo'], Date.now())).toMatchObject([{ label: 'the workflow "News" (node "Words of News")' }]);
	});

	it.each<[string, Rules]>([
		['that an expression gives', { values: [promo('={{ $json.word }}')] }],
		['that are compared with another text', { values: [promo()], options: { text: '={{ $json.body }}' } }],
		['of a node that is switched off', { values: [promo()], disabled: true }],
	])('%s are nobody\'s', async (_what, rules) => {
		await published(listening('Shop', { values: [promo()] })).publish();
		await expect(published(listening('News', rules)).publish()).resolves.toBe(true);
	});

	it('are not taken by a test in the editor', async () => {
		await published(listening('Shop', { values: [promo()] }), 'manual').publish();
		await expect(published(listening('News', { values: [promo()] })).publish()).resolves.toBe(true);
	});

	it('that cannot work keep the workflow from being published, with node and rule', async () => {
		const broken = listening('Shop', { values: [promo(), { name: 'Number', match: 'regex', phrases: '[0-9' }] });
		await expect(published(broken).publish()).rejects.toThrow(/^The rule "Number" cannot be used: .*\(node "Words of Shop"\)$/);
		expect(await business.store.takenKeywords('other', ['promo'], Date.now())).toEqual([]);
	});

	it('are told by Preflight before the workflow is published', async () => {
		await published(listening('Shop', { values: [promo()] })).publish();
		const words = packNode('keywordMatch', 'Words', { rules: { values: [promo('promo')] }, options: {} }, CREDENTIAL);
		const preflight = packNode('sequenceEnrollment', 'Preflight', { resource: 'sequence', operation: 'preflight', sequence: { __rl: true, mode: 'list', value: '' } }, CREDENTIAL);
		const run = await business.run(chain('News', [words, preflight]), { node: 'Words', items: [{ message: { type: 'text', text: 'promo' } }] });
		expect(run.error).toBeNull();
		expect(run.outputs('Preflight')![0]).toContainEqual(
			expect.objectContaining({ severity: 'error', check: 'keyword', sentence: expect.stringContaining('"promo" on this WhatsApp number belongs to the workflow "Shop"') }),
		);
	});
});
