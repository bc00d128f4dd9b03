/** Record: a purchase or booking of a contact, attributed to the message that led to it. Once per order ID. */
import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { ConversionRequest } from '../../../../engine/store/contract';
import { ItemFault, workOnItems, type Batch, type Outcome } from '../../batch';
import { readContact } from '../../../shared/contact-parameter';
import { contactItem } from '../../enrollment-item';
import { ownFields, textNamed } from '../../../shared/own-fields';
import { contactFields } from '../../fields';
import { readInstant } from '../../target';

const properties: INodeProperties[] = [
	...contactFields,
	{
		displayName: 'Order ID',
		name: 'orderId',
		type: 'string',
		default: '',
		placeholder: 'From the item: order ID, value and currency',
		description:
			'Your own ID of the order or booking. The same one is counted once, however often it arrives. Empty: taken from the item (order ID, order number or ID; total, total price, value or amount; currency), also from the body of a webhook.',
	},
	{
		displayName: 'Value',
		name: 'orderValue',
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0, numberPrecision: 3 },
		description: 'Amount of money; 0 for a conversion without one',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three letters; needed when there is a value',
	},
	{
		displayName: 'Options',
		name: 'conversionOptions',
		type: 'collection',
		default: {},
		placeholder: 'Add option',
		options: [
			{
				displayName: 'Coupon',
				name: 'coupon',
				type: 'string',
				default: '',
				description: 'The code that was used; sequences can count conversions by it',
			},
			{
				displayName: 'Time',
				name: 'at',
				type: 'dateTime',
				default: '',
				description: 'When it happened; now if this is left out',
			},
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['conversion'], operation: ['record'] } }, properties);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readRequest(batch, item),
		work: (requests) => batch.store.recordConversions(requests, batch.now),
		answer: ({ outcome, id, contact, attributedTo, endedEnrollments }, { orderId }) => ({
			contact: contactItem(contact),
			conversion: { id, orderId, outcome, attributedTo, endedEnrollments },
		}),
	});
}

const ID_FIELDS = ['order id', 'order number', 'id'];
const VALUE_FIELDS = ['total', 'total price', 'value', 'amount'];

/** The order as the fields say it; what they leave out comes from the item where they leave out its ID, too. */
function readOrder({ node, items }: Batch, item: number): { orderId: string; value: number; currency: string } {
	const orderId = String(node.getNodeParameter('orderId', item, '') ?? '').trim();
	const value = Number(node.getNodeParameter('orderValue', item, 0));
	const currency = String(node.getNodeParameter('currency', item, '') ?? '').trim();
	if (orderId !== '') return { orderId, value, currency };
	const order = ownFields(items[item]!.json);
	return {
		orderId: textNamed(order, ID_FIELDS),
		value: value || Number(textNamed(order, VALUE_FIELDS) || 0),
		currency: currency || textNamed(order, ['currency']),
	};
}

function readRequest(batch: Batch, item: number): ConversionRequest {
	const { node, now } = batch;
	const { orderId, value, currency } = readOrder(batch, item);
	if (orderId === '') throw new ItemFault('The item has no order ID', 'Write it under Order ID, or give the item a field "order_id": by it the same order is counted once.');
	if (!Number.isFinite(value) || value < 0) throw new ItemFault('Value is no amount of money', 'Write a number without the currency, such as 49.90.');
	if (value > 0 && !/^[A-Za-z]{3}$/.test(currency)) throw new ItemFault('Currency is missing', 'Write its three letters, such as EUR.');
	const options = node.getNodeParameter('conversionOptions', item, {}) as { coupon?: string; at?: string };
	return {
		contact: readContact(batch, item),
		orderId,
		value: value === 0 ? null : value,
		currency: value === 0 ? null : currency,
		coupon: options.coupon?.trim() || null,
		at: options.at ? readInstant(batch, item, 'conversionOptions.at', 'Time') : now,
	};
}
