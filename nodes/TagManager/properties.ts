import type { INodeProperties } from 'n8n-workflow';
import { operationIn, parametersOf, resourceChoice, type Operation, type Resource } from '../shared/operation';
import * as attribute from './operations/attribute';
import * as consent from './operations/consent';
import * as contact from './operations/contact';
import * as tag from './operations/tag';

/** Resources by their value; a further one is a folder in operations/ and an entry here and in the list below. */
const RESOURCES: Record<string, Resource> = { attribute, consent, contact, tag };

export function operationOf(resource: string, operation: string): Operation {
	return operationIn(RESOURCES, resource, operation);
}

export const properties: INodeProperties[] = [
	resourceChoice('tag', [
		{ name: 'Attribute', value: 'attribute', description: 'Values that are kept with contacts' },
		{ name: 'Consent', value: 'consent', description: 'Which messages contacts wish to get' },
		{ name: 'Contact', value: 'contact', description: 'The people themselves' },
		{ name: 'Tag', value: 'tag', description: 'Words that contacts are marked with' },
	]),
	...parametersOf(RESOURCES),
];
