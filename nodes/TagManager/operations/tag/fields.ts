/** Which tags an item means. */
import type { INodeProperties } from 'n8n-workflow';
import type { TagRequest } from '../../../../engine/store/contract';
import { ItemFault, type Batch } from '../../../shared/batch';
import { contactFields } from '../../../shared/contact-fields';
import { readContact } from '../../../shared/contact-parameter';

export const tagsField: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. vip, newsletter',
	description: 'One or several, with commas between them; an expression may give a list',
};

export const properties: INodeProperties[] = [...contactFields, tagsField];

export function readRequest(batch: Batch, item: number): TagRequest {
	const tags = readTags(batch, item);
	if (tags.length === 0) throw new ItemFault('Tags is empty', 'Write at least one tag.');
	return { contact: readContact(batch, item), tags };
}

export function readTags({ node }: Batch, item: number): string[] {
	const written = node.getNodeParameter('tags', item, '') as unknown;
	const parts = Array.isArray(written) ? written.map(String) : String(written ?? '').split(/[,\n]/);
	return [...new Set(parts.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}
