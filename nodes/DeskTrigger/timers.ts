/** The node's parameters as timers of the desk. */
import type { ITriggerFunctions } from 'n8n-workflow';
import type { DeskTimer } from '../../engine/desk/timers';
import type { ConversationMoment, DelayUnit } from '../../engine/sequence/definition';

/** The outputs by the values of the parameter Tell About, in the order in which the node shows them. */
export const OUTPUTS: Array<{ value: string; name: string; moment: ConversationMoment }> = [
	{ value: 'away', name: 'Away Reply', moment: 'unassigned' },
	{ value: 'queue', name: 'Queue Notice', moment: 'queued' },
	{ value: 'assigned', name: 'Assigned', moment: 'assigned' },
	{ value: 'reminder', name: 'Agent Reminder', moment: 'unanswered' },
	{ value: 'closed', name: 'Closed', moment: 'closed' },
	{ value: 'survey', name: 'Survey', moment: 'survey' },
];

/** Every moment that a timer of this node may wait for. */
export const ALL_MOMENTS: ConversationMoment[] = [...OUTPUTS.map(({ moment }) => moment), 'silent', 'bot_silent'];

type ParameterReader = Pick<ITriggerFunctions, 'getNodeParameter'>;

/** Values of the outputs that are chosen, in their order. */
export function chosenOutputs(reader: ParameterReader): string[] {
	const chosen = reader.getNodeParameter('tellAbout', []) as string[];
	return OUTPUTS.map(({ value }) => value).filter((value) => chosen.includes(value));
}

export function readTimers(reader: ParameterReader): DeskTimer[] {
	const number = (name: string, usual: number): number => Number(reader.getNodeParameter(name, usual));
	const minutes = (name: string, usual: number): DeskTimer['after'] => ({ amount: number(name, usual), unit: 'minutes' });
	const chosen = chosenOutputs(reader);
	const timers: Record<string, () => DeskTimer> = {
		away: () => ({ moment: 'unassigned', after: minutes('awayAfter', 0) }),
		queue: () => ({ moment: 'queued', after: minutes('queueAfter', 0) }),
		assigned: () => ({ moment: 'assigned', after: { amount: 0, unit: 'minutes' } }),
		reminder: () => ({ moment: 'unanswered', after: minutes('reminderAfter', 10), times: number('reminderTimes', 1) }),
		closed: () => ({ moment: 'closed', after: { amount: 0, unit: 'minutes' } }),
		survey: () => ({
			moment: 'survey',
			after: minutes('surveyAfter', 0),
			survey: { attribute: String(reader.getNodeParameter('surveyAttribute', 'satisfaction')).trim(), answers: listOf(reader.getNodeParameter('surveyAnswers', '')) },
		}),
	};
	return [...chosen.map((value) => timers[value]!()), ...closings(reader, minutes)];
}

function closings(reader: ParameterReader, minutes: (name: string, usual: number) => DeskTimer['after']): DeskTimer[] {
	const timers: DeskTimer[] = [];
	if (reader.getNodeParameter('closeSilent', true) === true) {
		const unit = reader.getNodeParameter('closeUnit', 'hours') as DelayUnit;
		timers.push({ moment: 'silent', after: { amount: Number(reader.getNodeParameter('closeAfter', 24)), unit } });
	}
	if (reader.getNodeParameter('closeBots', true) === true) timers.push({ moment: 'bot_silent', after: minutes('closeBotsAfter', 10) });
	return timers;
}

function listOf(written: unknown): string[] {
	const answers = String(written ?? '').split(',').map((answer) => answer.trim()).filter((answer) => answer !== '');
	return [...new Set(answers)];
}
