/** Erase Person: deletes everything that the store holds of a contact. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { readContact } from '../../../shared/contact-parameter';
import { contactFields } from '../../fields';

const properties: INodeProperties[] = [
	{
		displayName: 'This cannot be undone. Whoever had opted out stays opted out: a salted hash of their address is kept for that, and nothing else of them.',
		name: 'eraseNotice',
		type: 'notice',
		default: '',
	},
	...contactFields,
];

export const description = updateDisplayOptions({ show: { resource: ['data'], operation: ['erasePerson'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readContact(batch, item),
		work: (people) => batch.store.erasePeople(people, batch.now),
		answer: (erased) => ({
			erased: erased !== null,
			...(erased ? { rows: erased.rows, endedEnrollments: erased.liveEnrollments, optOutKept: erased.optOutKept } : {}),
		}),
	});
}
