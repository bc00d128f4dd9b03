/** Looks at a sequence before people get it: against the account's templates, its other sequences, and itself. Pure. */
import type { SequenceDefinition } from '../sequence/definition';
import { faultsOf } from '../sequence/validate';
import { nearestNames } from '../text/nearest-names';
import { contentsOf, faultsOfMessages, placeOf, type StepContent } from '../whatsapp/check-steps';
import type { TemplateList } from '../whatsapp/template-list';
import { finding, type Finding, type Told } from './finding';

export interface KnownSequence {
	definition: SequenceDefinition;
	/** A Sequence Trigger publishes it. */
	open: boolean;
	paused: boolean;
	/** It is locked, and what the canvas says waits for its password. */
	changesWait?: boolean;
}

export interface Surroundings {
	/** All sequences of the number, by name. */
	sequences: ReadonlyMap<string, KnownSequence>;
	/** Null where Meta did not tell. */
	templates: TemplateList | null;
}

/** One finding for everything that is amiss, and a summary at the end. */
export function checkSequence(name: string, around: Surroundings): Finding[] {
	const known = around.sequences.get(name);
	if (!known) return [unknownSequence(name, around)];
	const { definition } = known;
	const found = [
		...faultsOf(definition).map((sentence): Told => ({ severity: 'error', check: 'definition', sentence, advice: CHANGE_TRIGGER })),
		...checkPublished(known),
		...checkMessages(definition, around.templates),
		...checkTimeZone(definition),
		...checkNext(definition, around),
	].map((told) => finding({ ...told, sequence: name }));
	return [...found, summary(name, found, around)];
}

const CHANGE_TRIGGER = 'Change the Sequence Trigger and publish its workflow again.';

function unknownSequence(name: string, { sequences }: Surroundings): Finding {
	const [near] = nearestNames(name, [...sequences.keys()]);
	return finding({
		severity: 'error',
		check: 'published',
		sequence: name,
		sentence: `There is no sequence "${name}" on this WhatsApp number.`,
		advice: near ? `Did you mean "${near}"?` : 'Publish the workflow with its Sequence Trigger first.',
	});
}

function checkPublished({ definition: { name }, open, paused, changesWait }: KnownSequence): Told[] {
	const about = { check: 'published' as const };
	if (!open) return [{ ...about, severity: 'error', sentence: `"${name}" is not published: people keep their place, and nothing is sent.`, advice: 'Publish the workflow with its Sequence Trigger.' }];
	const waiting: Told[] = changesWait
		? [{ ...about, severity: 'warning', sentence: `"${name}" is locked, and what was changed on the canvas waits: the version before goes on.`, advice: 'Enter its password on its page of the dashboard and press “Let the changes take effect”.' }]
		: [];
	return [...waiting, ...(paused ? [{ ...about, severity: 'warning' as const, sentence: `"${name}" is paused: people keep their place, and nothing is sent.`, advice: 'Press “Resume the sequence” on its page of the dashboard, or use Sequence > Resume.' }] : [])];
}

function checkMessages(definition: SequenceDefinition, templates: TemplateList | null): Told[] {
	const faults = templates ? faultsOfMessages(definition, templates) : [];
	const faulty = new Set(faults.map(({ message }) => message));
	return [
		...faults.map(({ fault, ...content }) => about(content, { severity: 'error', sentence: `${placeOf(content)}: ${fault}`, advice: 'Mend the step on the Sequence Trigger, or the template at Meta, and publish the workflow again.' })),
		...contentsOf(definition).filter(({ message }) => !faulty.has(message)).flatMap((content) => doubtsAbout(content, templates)),
	];
}

const about = ({ step }: StepContent, told: Omit<Told, 'check'>): Told => ({ ...told, check: 'message', step: step.name });

/** Messages that can be sent, and may not do what their author expects. */
function doubtsAbout(content: StepContent, templates: TemplateList | null): Told[] {
	const { message } = content;
	if (message.kind === 'none') return [];
	if (message.kind === 'text') {
		const sentence = `${placeOf(content)} is a text: Meta takes it only within 24 hours after the contact wrote. For everybody else the step is passed over (window_closed).`;
		return [about(content, { severity: 'warning', sentence, advice: 'Choose a template, unless the sequence begins with a message of the contact and the step comes soon after it.' })];
	}
	const template = templates?.find(message.name, message.language);
	const named = `${placeOf(content)}: the template "${message.name}" (${message.language})`;
	if (template?.status === 'FLAGGED') {
		return [about(content, { severity: 'warning', sentence: `${named} is flagged by Meta, since people block or report it.`, advice: 'Change it, or have another one ready: Meta may pause it.' })];
	}
	if (template?.category === 'AUTHENTICATION') {
		return [about(content, { severity: 'warning', sentence: `${named} is for one-time passwords (category AUTHENTICATION).`, advice: 'Choose a marketing or utility template for a sequence.' })];
	}
	return [];
}

/** UTC is what the credential has where nothing was filled in. */
function checkTimeZone({ timeZone, windows, businessDays, holidays, steps }: SequenceDefinition): Told[] {
	const minds = windows?.length || businessDays || holidays?.length || steps.some(({ at }) => at !== undefined);
	if (timeZone !== 'UTC' || !minds) return [];
	return [
		{
			severity: 'warning',
			check: 'time_zone',
			sentence: 'The sequence sends at certain hours, and contacts whose phone number tells no time zone are taken to live in UTC.',
			advice: 'Fill in Default Time Zone in the credential, like Europe/Berlin, and publish the workflow again.',
		},
	];
}

function checkNext({ next }: SequenceDefinition, { sequences }: Surroundings): Told[] {
	if (!next) return [];
	const check = 'next_sequence' as const;
	const target = sequences.get(next.sequence);
	if (target?.open) return [];
	if (target) return [{ severity: 'warning', check, sentence: `The next sequence "${next.sequence}" is not published: whoever comes there waits.`, advice: 'Publish the workflow with its Sequence Trigger.' }];
	const [near] = nearestNames(next.sequence, [...sequences.keys()]);
	return [
		{
			severity: 'error',
			check,
			sentence: `The next sequence "${next.sequence}" does not exist on this WhatsApp number: nothing will follow.`,
			advice: near ? `Did you mean "${near}"? ${CHANGE_TRIGGER}` : 'Publish the workflow with its Sequence Trigger.',
		},
	];
}

function summary(name: string, found: Finding[], { templates }: Surroundings): Finding {
	const count = (severity: Finding['severity']): number => found.filter((one) => one.severity === severity).length;
	const [errors, warnings] = [count('error'), count('warning')];
	const worst = errors > 0 ? 'error' : warnings > 0 || !templates ? 'warning' : 'ok';
	const unseen = templates ? '' : ' The templates could not be looked at.';
	const words: Record<Finding['severity'], string> = {
		error: `"${name}" is not ready: ${numbered(errors, 'error')}, ${numbered(warnings, 'warning')}.`,
		warning: `"${name}" can be sent: ${numbered(warnings, 'warning')}.`,
		ok: `"${name}" is ready.`,
	};
	return finding({ severity: worst, check: 'summary', sequence: name, sentence: `${words[worst]}${unseen}`, advice: '' });
}

const numbered = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
