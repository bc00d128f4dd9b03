/** Merge: two records turned out to be one person. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { ContactRef } from '../../../../engine/contact/contact';
import { toE164 } from '../../../../engine/contact/phone';
import type { MergeRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';

const properties: INodeProperties[] = [
	{
		displayName: 'This cannot be undone. The contact below stays; runs, tags, values, consent and history of the other one become theirs. Of consent the stricter holds, and of two runs through one sequence the further one goes on.',
		name: 'mergeNotice',
		type: 'notice',
		default: '',
	},
	...contactFields,
	{
		displayName: 'Other Contact',
		name: 'otherContact',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +49 170 1234567 or US.13491208655302741918',
		description: 'Phone number, WhatsApp user ID or contact ID of the record that becomes part of the contact above',
	},
];

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['merge'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item): MergeRequest => ({ into: readContact(batch, item), from: readOther(batch, item) }),
		work: (requests) => batch.store.mergePeople(requests, batch.now),
		answer: ({ contactId, mergedId, endedEnrollments }) => ({ merged: { contactId, mergedId, endedEnrollments } }),
	});
}

const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]+$/;
/** The first character tells the time, and is a letter since 1988: no phone number is taken for one. */
const CONTACT_ID = /^[A-Za-z][0-9A-Za-z]{14}$/;

function readOther({ node, account }: Batch, item: number): ContactRef {
	const written = String(node.getNodeParameter('otherContact', item, '') ?? '').trim();
	if (written === '') throw new ItemFault('Other Contact is empty', 'Give the phone number, WhatsApp user ID or contact ID of the record to merge.');
	if (USER_ID.test(written)) return { userId: written };
	if (CONTACT_ID.test(written)) return { id: written };
	const phone = toE164(written, account.country);
	if (phone) return { phone };
	throw new ItemFault(`"${written}" is neither a phone number nor an ID of a contact`, 'Write a number with its country code, like +491701234567, or an ID as the Message Trigger shows it.');
}
