/** The messages of a sequence against the templates as they are at Meta now. */
import { messagesOf, type SequenceDefinition, type Step, type StepMessage } from '../sequence/definition';
import { checkStepMessage } from './check-message';
import type { TemplateList } from './template-list';

/** Something that a step may send. */
export interface StepContent {
	step: Step;
	/** Its version in an A/B test, or null. */
	variant: string | null;
	message: StepMessage;
}

/** What the steps that are switched on may send. */
export function contentsOf({ steps }: SequenceDefinition): StepContent[] {
	return steps.filter(({ enabled }) => enabled).flatMap((step) => messagesOf(step).map((one) => ({ step, ...one })));
}

/** What keeps messages from being sent: a sentence for each, that does not name the step. */
export function faultsOfMessages(definition: SequenceDefinition, templates: TemplateList): Array<StepContent & { fault: string }> {
	return contentsOf(definition).flatMap((content) => {
		const fault = checkStepMessage(content.message, templates);
		return fault ? [{ ...content, fault }] : [];
	});
}

/** How sentences begin that are about a step: `Step "Offer", variant "B"`. */
export function placeOf({ step, variant }: Pick<StepContent, 'step' | 'variant'>): string {
	return `Step "${step.name}"${variant === null ? '' : `, variant "${variant}"`}`;
}
