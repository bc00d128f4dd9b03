/**
 * A/B tests and hold-outs. Which version a contact gets is a hash of contact, sequence and step: nothing is stored, and
 * whoever goes through the sequence again gets the same.
 */
import { messagesOf, type SequenceDefinition, type Step, type StepMessage } from './definition';
import { stableFraction } from './stable-hash';

/** Whose step it is. */
export interface StepOf {
	contactId: string;
	sequenceId: string;
}

/** The message this contact gets in this step, and the name of the variant when there are several. */
export function messageFor(step: Step, { contactId, sequenceId }: StepOf): { variant: string | null; message: StepMessage } {
	if (!step.variants?.length) return { variant: null, message: step.message };
	const total = step.variants.reduce((sum, { weight }) => sum + weight, 0);
	let rest = stableFraction('variant', contactId, sequenceId, step.name) * total;
	for (const [index, { weight }] of step.variants.entries()) {
		if (rest < weight) return messagesOf(step)[index]!;
		rest -= weight;
	}
	return messagesOf(step)[0]!;
}

/**
 * Whether this contact is of those who get nothing. A larger percentage keeps everybody who was held out under a
 * smaller one.
 */
export function isHeldOut({ holdOut = 0 }: Pick<SequenceDefinition, 'holdOut'>, { contactId, sequenceId }: StepOf): boolean {
	return stableFraction('hold-out', contactId, sequenceId) * 100 < holdOut;
}
