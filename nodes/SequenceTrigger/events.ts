/** Changes in the sequence, on an output of their own: many of them in one execution. */
import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import { Dispatcher } from '../../engine/dispatch/dispatcher';
import { eventQueue, type HandedEvents } from '../../engine/dispatch/event-queue';
import { systemTimers } from '../../engine/dispatch/timers';
import { explain, type Reason } from '../../engine/sequence/reason';
import type { AccountStore, SequenceEvent, SequenceEventKind } from '../../engine/store/contract';
import { execute, PACE } from '../shared/dispatching';
import { reporter } from '../shared/errors';
import type { SequenceEventItem } from '../shared/items';
import { PROCESS_ID } from '../shared/stores';
import type { SampleRecipient } from './items';

/** In one execution. */
const BATCH = 500;
/** One after the other, so that they come in the order in which they happened. */
const AT_ONCE = 1;

export interface ToldSequence {
	id: string;
	name: string;
	/** Position of the output Events. */
	output: number;
}

/** Emits what happens in the sequence from now on, and what a process before has left. */
export function dispatchEvents(trigger: ITriggerFunctions, store: AccountStore, { id, name, output }: ToldSequence): Dispatcher<HandedEvents> {
	const dispatcher = new Dispatcher<HandedEvents>(
		{ sequenceId: id, owner: PROCESS_ID, batch: BATCH, inFlight: AT_ONCE, ...PACE },
		{
			store: eventQueue(store),
			timers: systemTimers,
			emit: ({ sequence, steps }) => execute(trigger, onOutput(output, steps.map((event) => eventItem(sequence, event)))),
			report: reporter(trigger, `Events of the sequence "${name}"`),
		},
	);
	dispatcher.start();
	return dispatcher;
}

function onOutput(output: number, items: INodeExecutionData[]): INodeExecutionData[][] {
	return [...Array.from({ length: output }, () => []), items];
}

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

function eventItem(sequence: HandedEvents['sequence'], { id, kind, at, step, reason, detail, attempt, contact, enrollment }: SequenceEvent): INodeExecutionData {
	const item: SequenceEventItem = {
		event: { id, kind, at: iso(at)!, step, reason, explanation: reason && explain(reason), detail, attempt },
		contact: contact && { id: contact.id, phone: contact.phone, userId: contact.userId, name: contact.name },
		sequence,
		enrollment: enrollment && {
			id: enrollment.id,
			state: enrollment.state,
			enrolledAt: iso(enrollment.enrolledAt)!,
			endedAt: iso(enrollment.endedAt),
			nextStep: enrollment.state === 'completed' ? null : enrollment.step,
			reference: enrollment.reference,
			context: enrollment.context as IDataObject,
		},
	};
	return { json: item as unknown as IDataObject };
}

/** What an event of each kind may look like, for building. */
const EXAMPLES: Record<SequenceEventKind, { reason: Reason | null; detail: string | null }> = {
	enrolled: { reason: null, detail: null },
	completed: { reason: 'completed', detail: null },
	converted: { reason: 'converted', detail: null },
	exited: { reason: 'replied', detail: null },
	failed: { reason: 'rejected', detail: '131009: Parameter value is not valid' },
	attention: { reason: 'unconfirmed', detail: 'The answer of Meta was lost.' },
	review_decided: { reason: 'approved', detail: 'Ana' },
};

/** One event of each kind that the trigger asks for, of nobody: for a manual run. */
export function sampleEvents(
	sequence: { name: string; firstStep: string | null },
	kinds: readonly SequenceEventKind[],
	recipient: SampleRecipient,
	now: number,
): INodeExecutionData[] {
	return kinds.map((kind): INodeExecutionData => {
		const { reason, detail } = EXAMPLES[kind];
		const item = {
			sample: true,
			event: { id: `sample-${kind}`, kind, at: iso(now)!, step: sequence.firstStep, reason, explanation: reason && explain(reason), detail, attempt: 1 },
			contact: { id: '', ...recipient, name: 'Sample' },
			sequence: { id: '', name: sequence.name, version: 0 },
			enrollment: null,
		};
		return { json: item as unknown as IDataObject };
	});
}
