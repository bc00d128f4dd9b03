/** Preflight: whether sequences are ready on this account; one item for everything that is amiss, and a summary. */
import { updateDisplayOptions, type IDataObject } from 'n8n-workflow';
import { checkSequence, finding, findingOfRule, findingsOfKeywords, findingsOfNumber, NUMBER_FIELDS, type Finding, type KnownSequence } from '../../../../engine/preflight';
import { KeywordRuleError } from '../../../../engine/contact/keywords';
import type { SequenceDefinition } from '../../../../engine/sequence/definition';
import { CatalogUnavailable, sharedTemplateCatalog } from '../../../../engine/whatsapp/template-catalog';
import type { TemplateList } from '../../../../engine/whatsapp/template-list';
import type { GraphTransport } from '../../../../engine/whatsapp/transport';
import { ActivationRefusal } from '../../../shared/activation-refusal';
import { askAccount, checkBusinessAccount } from '../../../shared/check-account';
import { toNodeError } from '../../../shared/errors';
import { graphTransport } from '../../../shared/graph';
import { claimsOf } from '../../../KeywordMatch/claims';
import type { Answer, Batch, Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { sequenceOrAll } from '../../target';

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['preflight'] } }, [
	{ ...sequenceField, required: false, description: 'Leave empty for all published sequences of this WhatsApp number' },
]);

/** The account is looked at once, whatever the items name; a finding is an answer and stops nothing. */
export async function execute(batch: Batch): Promise<Outcome> {
	const { node, account } = batch;
	const transport = graphTransport(node, account);
	const ofAccount = await checkAccount(batch, transport);
	const { templates, found: ofTemplates } = await readTemplates(batch, transport);
	const ofKeywords = await checkKeywords(batch);
	const sequences = await knownSequences(batch);
	const published = [...sequences].filter(([, { open }]) => open).map(([name]) => name);
	const answers = batch.items.flatMap((_, item): Answer[] => {
		const name = sequenceOrAll(batch, item);
		const found = [...ofAccount, ...ofTemplates, ...ofKeywords, ...(name ? [name] : published).flatMap((one) => checkSequence(one, { sequences, templates }))];
		if (!name && published.length === 0) found.push(NOTHING_PUBLISHED);
		return found.map((one) => ({ item, json: { ...one } as unknown as IDataObject }));
	});
	return { answers, faults: [] };
}

const NOTHING_PUBLISHED = finding({
	severity: 'warning',
	check: 'published',
	sentence: 'No sequence is published on this WhatsApp number.',
	advice: 'Publish the workflow with its Sequence Trigger.',
});

async function checkAccount({ node, account }: Batch, transport: GraphTransport): Promise<Finding[]> {
	const found: Finding[] = [];
	try {
		const path = encodeURIComponent(account.phoneNumberId);
		found.push(...findingsOfNumber(await askAccount(transport, account, 'number', { method: 'GET', path, query: { fields: NUMBER_FIELDS } })));
		await checkBusinessAccount(transport, account);
	} catch (error) {
		if (!(error instanceof ActivationRefusal)) throw toNodeError(node.getNode(), error);
		found.push(finding({ severity: 'error', check: 'credential', sentence: `${error.message}.`, advice: error.description }));
	}
	return found;
}

/** Those of the Keyword Match nodes before this one. */
async function checkKeywords({ node, store }: Batch): Promise<Finding[]> {
	const workflow = node.getWorkflow();
	try {
		const claims = claimsOf(workflow, node.getParentNodes(node.getNode().name, { includeNodeParameters: true }));
		const own = claims.filter(({ takeOver }) => takeOver !== true).map(({ keyword }) => keyword);
		return findingsOfKeywords(await store.takenKeywords(String(workflow.id), own, Date.now()));
	} catch (error) {
		if (!(error instanceof KeywordRuleError)) throw toNodeError(node.getNode(), error);
		return [findingOfRule(error.message)];
	}
}

/** Asked anew: a template may have been paused a minute ago. */
export async function readTemplates({ node, account }: Batch, transport: GraphTransport): Promise<{ templates: TemplateList | null; found: Finding[] }> {
	try {
		return { templates: await sharedTemplateCatalog(account).read(transport, 0), found: [] };
	} catch (error) {
		if (!(error instanceof CatalogUnavailable)) throw toNodeError(node.getNode(), error);
		return { templates: null, found: [finding({ severity: 'error', check: 'templates', sentence: error.message, advice: 'Run the preflight again once that is mended.' })] };
	}
}

async function knownSequences({ store, now }: Batch): Promise<Map<string, KnownSequence>> {
	const { header, sequences } = await store.exportPart([], now);
	const open = new Set(header.sequences.filter((one) => one.open).map(({ id }) => id));
	const waiting = new Set((await store.listSequences()).flatMap(({ id, changesWaitSince }) => (changesWaitSince === null ? [] : [id])));
	const rows = sequences.filter(({ table }) => table === 'sequence').map(({ row }) => row);
	return new Map(
		rows.map((row) => {
			const definition = JSON.parse(String(row.definition)) as SequenceDefinition;
			return [definition.name, { definition, open: open.has(String(row.id)), paused: row.paused_at !== null, changesWait: waiting.has(String(row.id)) }];
		}),
	);
}
