import type { INodeProperties } from 'n8n-workflow';
import { operationIn, parametersOf, resourceChoice, type Operation, type Resource } from '../shared/operation';
import * as agent from './operations/agent';
import * as conversation from './operations/conversation';

/** Resources by their value; a further one is a folder in operations/ and an entry here and in the list below. */
const RESOURCES: Record<string, Resource> = { agent, conversation };

export function operationOf(resource: string, operation: string): Operation {
	return operationIn(RESOURCES, resource, operation);
}

export const properties: INodeProperties[] = [
	resourceChoice('conversation', [
		{ name: 'Agent', value: 'agent', description: 'The people who answer, and how many conversations each takes' },
		{ name: 'Conversation', value: 'conversation', description: 'The conversation of a customer' },
	]),
	...parametersOf(RESOURCES),
];
