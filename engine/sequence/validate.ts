/** What a sequence must be before it is published. Each fault is a sentence that names the step. */
import { isZone } from '../contact/time-zone';
import { messagesOf, type DelayUnit, type SequenceDefinition, type Step, type StepMessage } from './definition';
import { faultsOfTime, faultsOfTiming } from './schedule/validate';
import { faultsOfLife } from './validate-life';

const LONGEST_NAME = 100;
const LONGEST_DELAY_DAYS = 3650;
const PER_DAY: Record<DelayUnit, number> = { seconds: 86_400, minutes: 1_440, hours: 24, days: 1 };

/** All faults of a definition, in the order a reader meets them; empty when it can be published. */
export function faultsOf(definition: SequenceDefinition): string[] {
	const faults: string[] = [];
	if (definition.name.trim() === '') faults.push('The sequence has no name. Give it one, so that people can be enrolled in it.');
	if (definition.name.length > LONGEST_NAME) faults.push(`The name of the sequence is longer than ${LONGEST_NAME} characters.`);
	if (!isZone(definition.timeZone)) {
		faults.push(`The time zone "${definition.timeZone}" of the credential does not exist. Write it like Europe/Berlin.`);
	}
	if (!Number.isInteger(definition.maxAttempts) || definition.maxAttempts < 1) {
		faults.push('The number of attempts of the sequence must be a whole number of at least 1.');
	}
	faults.push(...faultsOfTiming(definition), ...faultsOfHoldOut(definition));
	if (definition.steps.length === 0) faults.push('The sequence has no steps. Add at least one.');
	else if (!definition.steps.some((step) => step.enabled)) {
		faults.push('All steps of the sequence are switched off. Switch at least one on.');
	}
	faults.push(...faultsOfLife(definition));
	definition.steps.forEach((step, index) => faults.push(...faultsOfStep(step, index, definition)));
	return faults;
}

function faultsOfStep(step: Step, index: number, definition: SequenceDefinition): string[] {
	const label = step.name.trim() === '' ? `Step ${index + 1}` : `Step "${step.name}"`;
	const faults: string[] = [];
	if (step.name.trim() === '') faults.push(`${label} has no name. Give every step a name of its own.`);
	if (step.name.length > LONGEST_NAME) faults.push(`${label} has a name longer than ${LONGEST_NAME} characters.`);
	const first = definition.steps.findIndex((other) => other.name === step.name);
	if (step.name.trim() !== '' && first < index) {
		faults.push(`${label} is there twice (number ${first + 1} and ${index + 1}). Every step needs a name of its own.`);
	}
	const { amount, unit } = step.delay;
	if (!Number.isFinite(amount)) faults.push(`${label} has a delay that is no number.`);
	else if (amount < 0) faults.push(`${label} has a negative delay (${amount} ${unit}). Use 0 for "at once".`);
	else if (amount / (PER_DAY[unit] ?? 1) > LONGEST_DELAY_DAYS) faults.push(`${label} waits more than ten years.`);
	if (!Object.hasOwn(PER_DAY, unit)) faults.push(`${label} has the unknown unit "${unit}". Use seconds, minutes, hours or days.`);
	if (step.countsFrom?.field === '') faults.push(`${label} counts from a date, but names no field. Write under Date Field where the date stands in the item.`);
	if (step.countsFrom && step.waitForReply) faults.push(`${label} counts from a date and waits for a reply. Choose one of the two.`);
	faults.push(...faultsOfTime(step, label, definition), ...faultsOfVariants(step, label));
	for (const { variant, message } of messagesOf(step)) {
		faults.push(...faultsOfMessage(message, variant === null ? label : `${label}, variant "${variant}",`));
	}
	return faults;
}

function faultsOfMessage(message: StepMessage, label: string): string[] {
	if (message.kind === 'text' && message.text.trim() === '') {
		return [`${label} has an empty text. Write the message, or choose "None" when other nodes do the step's work.`];
	}
	return message.kind === 'template' && message.name.trim() === '' ? [`${label} has no template. Choose one from the list.`] : [];
}

function faultsOfVariants({ variants }: Step, label: string): string[] {
	if (variants === undefined) return [];
	if (variants.length === 0) return [`${label} is an A/B test without variants. Add at least two.`];
	const faults: string[] = [];
	const names = variants.map(({ name }) => name.trim());
	if (names.includes('')) faults.push(`${label} has a variant without a name. Give every variant a name of its own.`);
	const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
	if (twice !== undefined) faults.push(`${label} has the variant "${twice}" twice. Give every variant a name of its own.`);
	for (const { name, weight } of variants) {
		if (!Number.isFinite(weight) || weight < 0) faults.push(`${label}, variant "${name}", has the weight ${weight}. Use 0 or more; 1 for equal shares.`);
	}
	if (faults.length === 0 && variants.every(({ weight }) => weight === 0)) {
		faults.push(`${label} has variants whose weights sum to zero, so nobody would get any. Give at least one a weight above 0.`);
	}
	return faults;
}

function faultsOfHoldOut({ holdOut = 0 }: SequenceDefinition): string[] {
	if (Number.isFinite(holdOut) && holdOut >= 0 && holdOut <= 100) return [];
	return [`The hold-out group is ${holdOut} percent. Use a number from 0 to 100.`];
}
