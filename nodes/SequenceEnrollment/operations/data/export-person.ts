/** Export Person: everything that the store holds of a contact, to be handed out to them. */
import { updateDisplayOptions, type IDataObject } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { readContact } from '../../../shared/contact-parameter';
import { contactFields } from '../../fields';

export const description = updateDisplayOptions({ show: { resource: ['data'], operation: ['exportPerson'] } }, contactFields);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (people) => batch.store.exportPeople(people),
		answer: (person) => ({ known: person !== null, person: person as unknown as IDataObject }),
	});
}
