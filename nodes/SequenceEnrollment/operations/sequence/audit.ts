/** Audit: what is amiss on this number, one item for each finding; none means that nothing was found. */
import { updateDisplayOptions, type IDataObject } from 'n8n-workflow';
import { audit } from '../../../../engine/insight';
import { graphTransport } from '../../../shared/graph';
import type { Answer, Batch, Outcome } from '../../batch';
import { sequenceField } from '../../fields';
import { sequenceOrAll } from '../../target';
import { readTemplates } from './preflight';

export const description = updateDisplayOptions({ show: { resource: ['sequence'], operation: ['audit'] } }, [
	{ ...sequenceField, required: false, description: 'Leave empty for all sequences of this WhatsApp number' },
]);

/** The number is looked at once, whatever the items name. */
export async function execute(batch: Batch): Promise<Outcome> {
	const { templates } = await readTemplates(batch, graphTransport(batch.node, batch.account));
	const found = audit(await batch.store.auditFacts(batch.now), templates);
	const answers = batch.items.flatMap((_, item): Answer[] => {
		const name = sequenceOrAll(batch, item);
		const wanted = found.filter(({ sequence }) => name === '' || sequence === null || sequence === name);
		const items: IDataObject[] = wanted.map((one) => ({ ...one }));
		return (items.length > 0 ? items : [allWell(name, templates !== null)]).map((json) => ({ item, json }));
	});
	return { answers, faults: [] };
}

function allWell(name: string, sawTemplates: boolean): IDataObject {
	const what = name === '' ? 'this WhatsApp number' : `"${name}"`;
	return { severity: 'ok', check: 'summary', sequence: name || null, step: null, sentence: `Nothing is amiss with ${what}.${sawTemplates ? '' : ' The templates could not be looked at.'}`, advice: '' };
}
