/** The resource Sequence: sequences as a whole. */
import { operationChoice } from '../../../shared/operation';
import type { Operation } from '../operation';
import * as audit from './audit';
import * as get from './get';
import * as list from './list';
import * as pause from './pause';
import * as preflight from './preflight';
import * as preview from './preview';
import * as resume from './resume';
import * as stats from './stats';

export const operations: Record<string, Operation> = { audit, get, list, pause, preflight, preview, resume, stats };

export const choice = operationChoice('sequence', 'list', [
	{ name: 'Audit', value: 'audit', description: 'Tell what is amiss: late runs, failing steps, templates, dead keywords, with advice', action: 'Audit sequences' },
	{ name: 'Get', value: 'get', description: 'Show whether a sequence runs', action: 'Get a sequence' },
	{ name: 'Get Stats', value: 'stats', description: 'Show the figures of a sequence and its steps', action: 'Get stats of a sequence' },
	{ name: 'List', value: 'list', description: 'Show the sequences of this WhatsApp number', action: 'List sequences' },
	{ name: 'Pause', value: 'pause', description: 'Send nothing until it is resumed', action: 'Pause a sequence' },
	{ name: 'Preflight', value: 'preflight', description: 'Check a sequence on this account: templates, number, token, keywords, what follows', action: 'Check whether a sequence is ready' },
	{ name: 'Preview', value: 'preview', description: 'Show when each message would come, on a pretend clock', action: 'Preview a sequence' },
	{ name: 'Resume', value: 'resume', description: 'Let a paused sequence go on', action: 'Resume a sequence' },
]);
