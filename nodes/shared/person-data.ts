/** What a person may ask for: to see all that is stored of them, and to have it deleted. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from './batch';
import { contactFields } from './contact-fields';
import { readContact } from './contact-parameter';

export const erasureFields: INodeProperties[] = [
	{
		displayName: 'This cannot be undone. Whoever had opted out stays opted out: a salted hash of their address is kept for that, and nothing else of them.',
		name: 'eraseNotice',
		type: 'notice',
		default: '',
	},
	...contactFields,
];

export function erasePerson(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (people) => batch.store.erasePeople(people, batch.now),
		answer: (erased) => ({
			erased: erased !== null,
			...(erased ? { rows: erased.rows, endedEnrollments: erased.liveEnrollments, optOutKept: erased.optOutKept } : {}),
		}),
	});
}

export function exportPerson(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (people) => batch.store.exportPeople(people),
		answer: (person) => ({ known: person !== null, person: person as unknown as IDataObject }),
	});
}
