/** Preview: plays a sequence on a pretend clock; one item for everything that would happen. Nothing is sent or stored. */
import { changedContact, pretendContact, preview, type PreviewPlan } from '../../../../engine/preview';
import { StoreRefusal } from '../../../../engine/store/contract';
import type { ExportPart, ExportRecord } from '../../../../engine/store/contract/maintenance';
import { CatalogUnavailable, sharedTemplateCatalog } from '../../../../engine/whatsapp/template-catalog';
import type { TemplateList } from '../../../../engine/whatsapp/template-list';
import { toNodeError } from '../../../shared/errors';
import { graphTransport } from '../../../shared/graph';
import { faultOf } from '../../../shared/item-fault';
import { ItemFault, type Answer, type Batch, type Outcome } from '../../batch';
import { previewItem } from '../../preview/preview-item';
import { readRequest, type PreviewRequest } from '../../preview/read-request';

export { description } from '../../preview/fields';

export async function execute(batch: Batch): Promise<Outcome> {
	const { asked, faults } = readAll(batch);
	if (asked.length === 0 || (faults.length > 0 && !batch.node.continueOnFail())) return { answers: [], faults };
	const known = asked.flatMap(({ request: { contact } }) => contact ?? []);
	const part = await batch.store.exportPart(known, batch.now);
	const people = part.people[Symbol.iterator]();
	const categoryOf = categories(await templatesOf(batch));
	const answers: Answer[] = [];
	for (const { item, request } of asked) {
		const records = request.contact ? ((people.next().value as ExportRecord[] | null | undefined) ?? null) : null;
		try {
			const entries = await preview({ ...planOf(request, part, records), from: batch.now, categoryOf });
			answers.push(...entries.map((entry, i) => ({ item, json: previewItem(entry, i + 1) })));
		} catch (error) {
			if (!(error instanceof StoreRefusal || error instanceof ItemFault)) throw toNodeError(batch.node.getNode(), error);
			faults.push({ item, fault: faultOf(error) });
		}
	}
	return { answers, faults };
}

function readAll(batch: Batch): { asked: Array<{ item: number; request: PreviewRequest }>; faults: Outcome['faults'] } {
	const asked: Array<{ item: number; request: PreviewRequest }> = [];
	const faults: Outcome['faults'] = [];
	for (let item = 0; item < batch.items.length; item++) {
		try {
			asked.push({ item, request: readRequest(batch, item) });
		} catch (error) {
			faults.push({ item, fault: faultOf(error) });
		}
	}
	return { asked, faults };
}

function planOf(request: PreviewRequest, { header, sequences }: ExportPart, own: ExportRecord[] | null): Omit<PreviewPlan, 'categoryOf' | 'from'> {
	const { sequence, reference, startsAt, events, longest } = request;
	const person = own ? changed(own, request) : [stranger(request)];
	const contactId = String(person.find(({ table }) => table === 'contact')!.row.id);
	return { world: { header, records: [...sequences, ...person] }, sequence, contactId, reference, startsAt, events, longest };
}

const changed = (records: ExportRecord[], { pretend, startsAt }: PreviewRequest): ExportRecord[] =>
	records.map((record) => (record.table === 'contact' ? changedContact(record, pretend, startsAt) : record));

/** Somebody made up, or a contact whom nobody has written to yet. */
function stranger({ contact, pretend, startsAt }: PreviewRequest): ExportRecord {
	if (contact?.id) throw new ItemFault('The contact of the incoming item is not known on this WhatsApp number', 'Choose "Phone Number" under Contact, or "Somebody Made Up".');
	const { phone, userId, name, timeZone } = contact ?? {};
	const person = { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}), ...(name ? { name } : {}), ...(timeZone ? { timeZone } : {}), ...pretend };
	return pretendContact(person, startsAt);
}

/** Null where Meta cannot be asked: a preview goes without. */
async function templatesOf({ node, account }: Batch): Promise<TemplateList | null> {
	try {
		return await sharedTemplateCatalog(account).read(graphTransport(node, account));
	} catch (error) {
		if (error instanceof CatalogUnavailable) return null;
		throw toNodeError(node.getNode(), error);
	}
}

function categories(templates: TemplateList | null): NonNullable<PreviewPlan['categoryOf']> {
	return ({ name, language }) => {
		switch (templates?.find(name, language)?.category) {
			case 'UTILITY':
				return 'utility';
			case 'AUTHENTICATION':
				return 'authentication';
			default:
				return 'marketing';
		}
	};
}
