/** The trigger's items: one per contact and due step, or samples for building. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { messagesOf, type SequenceDefinition } from '../../engine/sequence/definition';
import { toE164 } from '../../engine/contact/phone';
import type { Claim, DueStep } from '../../engine/store/contract';
import type { Account } from '../shared/account';
import type { ContactItem, DueStepItem, SampleStepItem } from '../shared/items';

const iso = (instant: number): string => new Date(instant).toISOString();

/** Items of a claim, on one output or, with `stepNames`, on the output of their step. */
export function outputsOf(claim: Claim, stepNames: string[] | null): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = (stepNames ?? ['']).map(() => []);
	const stepItem = sharedStepItems();
	for (const due of claim.steps) {
		const output = stepNames ? stepNames.indexOf(due.step.name) : 0;
		// A step added after this trigger was activated has no output yet; it comes with the next activation.
		outputs[Math.max(0, output)]?.push({ json: dueStepItem(claim, due, stepItem(due)) as unknown as IDataObject });
	}
	return outputs;
}

function dueStepItem(claim: Claim, { contact, enrollment, dueAt }: DueStep, step: DueStepItem['step']): DueStepItem {
	return {
		contact: { id: contact.id, phone: contact.phone, userId: contact.userId, name: contact.name },
		sequence: claim.sequence,
		step,
		enrollment: {
			id: enrollment.id,
			lease: claim.lease,
			enrolledAt: iso(enrollment.enrolledAt),
			reference: enrollment.reference,
			context: enrollment.context as IDataObject,
			attempt: enrollment.attempts,
		},
		dueAt: iso(dueAt),
	};
}

/** The same object for everybody at the same step: n8n saves what stands in many items once, as long as it is one object. */
function sharedStepItems(): (due: DueStep) => DueStepItem['step'] {
	const known = new Map<DueStep['step'], DueStepItem['step']>();
	return (due) => {
		if (due.variant !== null || due.wait) return stepItemOf(due);
		const item = known.get(due.step) ?? stepItemOf(due);
		known.set(due.step, item);
		return item;
	};
}

function stepItemOf({ step, number, of, variant, wait }: DueStep): DueStepItem['step'] {
	return {
		name: step.name,
		number,
		of,
		message: step.message,
		...(variant === null ? {} : { variant }),
		...(wait ? { wait: { result: wait.result, repliedAt: wait.repliedAt === null ? null : iso(wait.repliedAt) } } : {}),
	};
}

/** Whom samples are addressed to: a phone number or a WhatsApp user ID. */
export type SampleRecipient = Pick<ContactItem, 'phone' | 'userId'>;

/** The first test recipient of the credential; nobody when there is none, and then samples are not sent. */
export function testRecipient({ testRecipients, country }: Pick<Account, 'testRecipients' | 'country'>): SampleRecipient {
	const [first] = testRecipients;
	const phone = first ? toE164(first, country) : null;
	return { phone, userId: first && !phone ? first : null };
}

/** Every enabled step once, or once in each of its variants, for a manual run. It belongs to no enrollment. */
export function sampleOutputs(
	definition: SequenceDefinition,
	recipient: SampleRecipient,
	stepNames: string[] | null,
	now: number,
): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = (stepNames ?? ['']).map(() => []);
	definition.steps.forEach((step, index) => {
		if (!step.enabled) return;
		for (const { variant, message } of messagesOf(step)) {
			const item: SampleStepItem = {
				sample: true,
				contact: { id: '', ...recipient, name: 'Sample' },
				sequence: { id: '', name: definition.name, version: 0 },
				step: { name: step.name, number: index + 1, of: definition.steps.length, message, ...(variant === null ? {} : { variant }) },
				enrollment: null,
				dueAt: iso(now),
			};
			outputs[stepNames ? index : 0]!.push({ json: item as unknown as IDataObject });
		}
	});
	return outputs;
}
