/** The resource Contact: the people themselves. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as erase from './erase';
import * as exportOne from './export';
import * as find from './find';
import * as get from './get';
import * as list from './list';
import * as merge from './merge';
import * as save from './save';

export const operations: Record<string, Operation> = { erase, export: exportOne, find, get, list, merge, save };

export const choice = operationChoice('contact', 'get', [
	{ name: 'Create or Update', value: 'save', description: 'Create a contact, or write down what is new of one', action: 'Create or update a contact' },
	{ name: 'Erase', value: 'erase', description: 'Delete everything that is stored of a contact; an opt-out is remembered without their data', action: 'Erase a contact' },
	{ name: 'Export', value: 'export', description: 'Show everything that is stored of a contact', action: 'Export a contact' },
	{ name: 'Find', value: 'find', description: 'Search contacts by name, number, tag, value or consent', action: 'Find contacts' },
	{ name: 'Get', value: 'get', description: 'Show a contact with tags and values', action: 'Get a contact' },
	{ name: 'List', value: 'list', description: 'Show all contacts of this WhatsApp number', action: 'List contacts' },
	{ name: 'Merge', value: 'merge', description: 'Make one contact of two records of the same person', action: 'Merge two contacts' },
]);
