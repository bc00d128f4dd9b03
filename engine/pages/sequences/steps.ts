/** The steps of a sequence, as its author wrote them. */
import type { Delay, SequenceDefinition, Step } from '../../sequence/definition';
import { table } from '../elements';
import { foreign, html, type Html } from '../html';
import { texts } from '../texts';

export function delayText(delay: Delay): string {
	return delay.amount === 0 ? texts.sequence.atOnce : texts.sequence.after(delay.amount, delay.unit);
}

/** What a step sends, in a line. */
export function messageText({ message }: Step): string {
	if (message.kind === 'template') return texts.sequence.templateOf(message.name, message.language);
	return message.kind === 'text' ? message.text : texts.sequence.noMessage;
}

export function stepTable({ steps }: SequenceDefinition, caption: string = texts.sequence.stepsCaption): Html {
	const words = texts.sequence;
	const wait = (step: Step): string =>
		[step.waitForReply ? words.waitsForReply : '', delayText(step.delay), step.at === undefined ? '' : words.at(step.at)].filter(Boolean).join(' ');
	return table<Step>(
		caption,
		[
			{ head: texts.funnel.step, cell: ({ name, enabled }) => html`${foreign(name)}${!enabled && html` <span class="mark">${texts.funnel.off}</span>`}` },
			{ head: words.delay, cell: wait },
			{ head: words.message, cell: (step) => html`<span class="words">${foreign(messageText(step))}</span>` },
		],
		steps,
	);
}
