/** The resource Data: everything of a business number, and everything of a person. */
import { operationChoice } from '../../../shared/operation';
import type { Operation } from '../operation';
import * as erasePerson from './erase-person';
import * as exportAccount from './export';
import * as exportPerson from './export-person';
import * as importAccount from './import';

export const operations: Record<string, Operation> = { erasePerson, exportAccount, exportPerson, importAccount };

export const choice = operationChoice('data', 'exportAccount', [
	{
		name: 'Erase Person',
		value: 'erasePerson',
		description: 'Delete everything that is stored of a contact; an opt-out is remembered without their data',
		action: 'Erase a person',
	},
	{
		name: 'Export Account',
		value: 'exportAccount',
		description: 'Take everything of this WhatsApp number out of its store, to move or to back it up',
		action: 'Export an account',
	},
	{
		name: 'Export Person',
		value: 'exportPerson',
		description: 'Show everything that is stored of a contact',
		action: 'Export a person',
	},
	{
		name: 'Import Account',
		value: 'importAccount',
		description: 'Bring an export into the store of this credential; importing again changes nothing',
		action: 'Import an account',
	},
]);
