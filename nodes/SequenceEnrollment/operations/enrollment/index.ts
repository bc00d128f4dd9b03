/** The resource Enrollment: people in sequences. */
import { operationChoice } from '../../../shared/operation';
import type { Operation } from '../operation';
import * as cancelStep from './cancel-step';
import * as enroll from './enroll';
import * as explain from './explain';
import * as get from './get';
import * as jump from './jump';
import * as list from './list';
import * as pause from './pause';
import * as remove from './remove';
import * as reschedule from './reschedule';
import * as resume from './resume';
import * as skip from './skip';
import * as timeline from './timeline';

export const operations: Record<string, Operation> = { cancelStep, enroll, explain, get, jump, list, pause, remove, reschedule, resume, skip, timeline };

export const choice = operationChoice('enrollment', 'enroll', [
	{ name: 'Cancel a Step', value: 'cancelStep', description: 'Leave one step out for contacts', action: 'Cancel a step' },
	{ name: 'Enroll', value: 'enroll', description: 'Put contacts into a sequence', action: 'Enroll contacts' },
	{ name: 'Explain', value: 'explain', description: 'Tell why messages were or were not sent', action: 'Explain an enrollment' },
	{ name: 'Get', value: 'get', description: 'Show where a contact stands', action: 'Get an enrollment' },
	{ name: 'Get Timeline', value: 'timeline', description: 'Show what happened with a contact', action: 'Get a timeline' },
	{ name: 'Jump', value: 'jump', description: 'Go on at another step', action: 'Jump to a step' },
	{ name: 'List', value: 'list', description: 'Show who is in a sequence', action: 'List enrollments' },
	{ name: 'Pause', value: 'pause', description: 'Send contacts nothing until they are resumed', action: 'Pause contacts' },
	{ name: 'Remove', value: 'remove', description: 'Take contacts out of a sequence', action: 'Remove contacts' },
	{ name: 'Reschedule', value: 'reschedule', description: 'Set another time for the next step', action: 'Reschedule a step' },
	{ name: 'Resume', value: 'resume', description: 'Let paused, failed or held contacts go on', action: 'Resume contacts' },
	{ name: 'Skip', value: 'skip', description: 'Pass over the next step', action: 'Skip a step' },
]);
