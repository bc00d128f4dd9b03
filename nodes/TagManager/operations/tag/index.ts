/** The resource Tag: words that contacts are marked with. */
import { operationChoice, type Operation } from '../../../shared/operation';
import * as add from './add';
import * as has from './has';
import * as remove from './remove';
import * as rename from './rename';
import * as set from './set';

export const operations: Record<string, Operation> = { add, has, remove, rename, set };

export const choice = operationChoice('tag', 'add', [
	{ name: 'Add', value: 'add', description: 'Mark contacts; who had the tag already leaves by Unchanged', action: 'Add tags' },
	{ name: 'Has', value: 'has', description: 'Take contacts down two paths, by their tags', action: 'Check tags' },
	{ name: 'Remove', value: 'remove', description: 'Take tags away; who had none of them leaves by Unchanged', action: 'Remove tags' },
	{ name: 'Rename Everywhere', value: 'rename', description: 'Give a tag another name with everybody who has it', action: 'Rename a tag' },
	{ name: 'Set', value: 'set', description: 'Make these the only tags of contacts', action: 'Set tags' },
]);
