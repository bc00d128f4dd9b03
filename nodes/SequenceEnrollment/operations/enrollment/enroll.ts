/** Enroll: puts contacts into a sequence; each gets its first message when the first step is due. */
import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { explain } from '../../../../engine/sequence/reason';
import type { EnrollRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../batch';
import { readContact } from '../../../shared/contact-parameter';
import { ownFields, textNamed } from '../../../shared/own-fields';
import { contactItem, enrollmentItem } from '../../enrollment-item';
import { contactFields, sequenceField } from '../../fields';
import { readSequence } from '../../target';

const properties: INodeProperties[] = [
	sequenceField,
	...contactFields,
	{
		displayName: 'If Already Enrolled',
		name: 'reentry',
		type: 'options',
		options: [
			{ name: 'As the Sequence Says', value: 'sequence', description: 'What is set on the Sequence Trigger; keep their place if nothing is' },
			{ name: 'Ignore', value: 'ignore', description: 'Nothing is changed, and the item says so' },
			{ name: 'Keep Their Place', value: 'keep', description: 'The contact stays at the step they have reached' },
			{ name: 'Not Before the Cool-Down Is Over', value: 'after_cool_down', description: 'The cool-down of the sequence counts from the end of the last enrollment' },
			{ name: 'Once Ever', value: 'once', description: 'Whoever has been in the sequence is not enrolled again' },
			{ name: 'Replace', value: 'replace', description: 'The running enrollment ends, unless it has the same reference, and a new one begins' },
			{ name: 'Start Over', value: 'restart', description: 'The running enrollment ends and a new one begins' },
		],
		default: 'sequence',
		description: 'What to do when the contact is, or was, in this sequence',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			{
				displayName: 'Carry the Item Along',
				name: 'carryItem',
				type: 'boolean',
				default: false,
				description:
					'Whether the fields of the incoming item (of a webhook: of its body), up to 10,000 characters, stay with the enrollment, for {context.field} in messages and for steps that count from a date',
			},
			{
				displayName: 'Reference',
				name: 'reference',
				type: 'string',
				default: '',
				placeholder: 'e.g. cart-1234',
				description: 'Your own key of this enrollment, such as a cart or order number; {reference} in messages',
			},
			{
				displayName: 'Reference Field',
				name: 'referenceField',
				type: 'string',
				default: '',
				placeholder: 'e.g. cart_id',
				description: 'Name of the field of the incoming item that holds your own key, where Reference is empty',
			},
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['enroll'] } }, properties);

/** Largest context that is kept with an enrollment, in characters of JSON: it is read at every step. */
const LARGEST_CONTEXT = 10_000;

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.enroll(requests, batch.now),
		answer: ({ outcome, reason, rule, contact, enrollment }, { sequence }) => ({
			contact: contactItem(contact),
			enrollment: {
				outcome,
				...(enrollment ? enrollmentItem(enrollment, sequence) : { sequence }),
				...(reason ? { reason, explanation: explain(reason) } : {}),
				...(rule === undefined ? {} : { rule }),
			},
		}),
	});
}

function readRequest(batch: Batch, item: number): EnrollRequest {
	const { node, items } = batch;
	const options = node.getNodeParameter('options', item, {}) as { carryItem?: boolean; reference?: string; referenceField?: string };
	const messageId = messageIdOf(items[item]!.json);
	const startedBy = startedByOf(items[item]!.json);
	return {
		sequence: readSequence(batch, item),
		contact: readContact(batch, item),
		reentry: node.getNodeParameter('reentry', item, 'sequence') as EnrollRequest['reentry'],
		reference: options.reference?.trim() || referenceIn(items[item]!.json, options.referenceField?.trim() ?? ''),
		context: options.carryItem ? contextOf(ownFields(items[item]!.json)) : {},
		...(messageId ? { messageId } : {}),
		...(startedBy ? { startedBy } : {}),
	};
}

function referenceIn(json: IDataObject, field: string): string | null {
	if (field === '') return null;
	const reference = textNamed(ownFields(json), [field]);
	if (reference !== '') return reference;
	throw new ItemFault(`The item has no field "${field}"`, 'Correct Reference Field, or leave it out.');
}

function contextOf(json: IDataObject): Record<string, unknown> {
	if (JSON.stringify(json).length > LARGEST_CONTEXT) {
		throw new ItemFault(
			`The item is too large to be carried along (more than ${LARGEST_CONTEXT} characters)`,
			'Keep only the fields that the messages need, with an Edit Fields node before this one.',
		);
	}
	return json;
}

/** An item of the Message Trigger: that message led here, so it is not a reply to the sequence. */
function messageIdOf(json: IDataObject): string | undefined {
	const message = json.message as IDataObject | undefined;
	return typeof message?.id === 'string' ? message.id : undefined;
}

/** An item of the Sequence Trigger: that run led here, so a chain of runs cannot go round in circles. */
function startedByOf(json: IDataObject): string | undefined {
	const enrollment = json.enrollment as IDataObject | null | undefined;
	return typeof enrollment?.id === 'string' && typeof enrollment.lease === 'string' ? enrollment.id : undefined;
}
