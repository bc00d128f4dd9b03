/** The node's parameters as a sequence definition. */
import type { ITriggerFunctions } from 'n8n-workflow';
import {
	DEFAULT_MAX_ATTEMPTS,
	type DateAnchor,
	type DelayUnit,
	type SequenceDefinition,
	type Step,
	type StepMessage,
	type UnconfirmedPolicy,
	type Variant,
} from '../../engine/sequence/definition';
import { SEQUENCE_EVENT_KINDS, type SequenceEventKind } from '../../engine/store/contract';
import { readLife, type LifeParameters } from './read-life';
import { readTiming, type TimingOptions } from './read-timing';

/** The message of a step or a variant as n8n stores it; fields left at their default may be missing. */
interface MessageParameters {
	messageKind?: StepMessage['kind'];
	template?: { value?: string } | string;
	variables?: { variable?: Array<{ key?: string; value?: string }> };
	text?: string;
}

/** One entry of the Steps list. */
interface StepParameters extends Omit<MessageParameters, 'messageKind'> {
	name?: string;
	enabled?: boolean;
	delayAmount?: number;
	delayUnit?: DelayUnit;
	at?: string;
	waitForReply?: boolean;
	countsFrom?: 'message' | 'before_date' | 'after_date';
	dateField?: string;
	messageKind?: StepMessage['kind'] | 'variants';
	variants?: { variant?: Array<MessageParameters & { name?: string; weight?: number }> };
}

export interface TriggerOptions {
	batch: number;
	inFlight: number;
	outputPerStep: boolean;
	noticesOutput: boolean;
	/** Changes that come out of an output of their own. */
	events: SequenceEventKind[];
}

type ParameterReader = Pick<ITriggerFunctions, 'getNodeParameter'>;

export function readDefinition(reader: ParameterReader, timeZone: string): SequenceDefinition {
	const options = readOptionsCollection(reader);
	return {
		name: String(reader.getNodeParameter('sequenceName', '')).trim(),
		description: String(reader.getNodeParameter('sequenceDescription', '')).trim(),
		steps: (reader.getNodeParameter('steps.step', []) as StepParameters[]).map(readStep),
		stopOnReply: reader.getNodeParameter('stopOnReply', true) === true,
		unconfirmed: options.unconfirmed ?? 'hold',
		maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
		timeZone,
		...readLife(reader.getNodeParameter('options', {}) as LifeParameters),
		...readTiming(options),
	};
}

export function readOptions(reader: ParameterReader): TriggerOptions {
	const { batch = 500, inFlight = 3, outputPerStep = false, noticesOutput = false, events = [] } = readOptionsCollection(reader);
	return { batch, inFlight, outputPerStep, noticesOutput, events: SEQUENCE_EVENT_KINDS.filter((kind) => events.includes(kind)) };
}

function readOptionsCollection(
	reader: ParameterReader,
): Partial<TriggerOptions> & TimingOptions & { unconfirmed?: UnconfirmedPolicy; maxAttempts?: number } {
	return reader.getNodeParameter('options', {}) as ReturnType<typeof readOptionsCollection>;
}

function readStep(step: StepParameters): Step {
	const at = (step.at ?? '').trim();
	const variants = step.messageKind === 'variants' ? (step.variants?.variant ?? []).map(readVariant) : undefined;
	return {
		name: (step.name ?? '').trim() || templateNameOf(step),
		enabled: step.enabled ?? true,
		delay: { amount: Number(step.delayAmount ?? 0), unit: step.delayUnit ?? 'hours' },
		...(step.countsFrom && step.countsFrom !== 'message' ? { countsFrom: readDate(step) } : {}),
		...(at === '' ? {} : { at }),
		...(step.waitForReply ? { waitForReply: true } : {}),
		message: variants ? (variants[0]?.message ?? { kind: 'none' }) : readMessage(step as MessageParameters),
		...(variants ? { variants } : {}),
	};
}

/** A step without a name has that of its template. Exchanging the template then counts as renaming, so people keep their place. */
function templateNameOf({ messageKind = 'template', ...step }: StepParameters): string {
	if (messageKind !== 'template') return '';
	const message = readMessage(step as MessageParameters);
	return message.kind === 'template' ? message.name : '';
}

function readDate({ countsFrom, dateField = '' }: StepParameters): DateAnchor {
	return { field: dateField.trim(), side: countsFrom === 'after_date' ? 'after' : 'before' };
}

function readVariant(variant: MessageParameters & { name?: string; weight?: number }): Variant {
	return { name: (variant.name ?? '').trim(), weight: Number(variant.weight ?? 1), message: readMessage(variant) };
}

function readMessage(step: MessageParameters): StepMessage {
	const kind = step.messageKind ?? 'template';
	if (kind === 'text') return { kind, text: step.text ?? '' };
	if (kind === 'none') return { kind };
	const chosen = typeof step.template === 'string' ? step.template : (step.template?.value ?? '');
	const bar = chosen.lastIndexOf('|');
	return {
		kind,
		name: (bar < 0 ? chosen : chosen.slice(0, bar)).trim(),
		language: bar < 0 ? 'en' : chosen.slice(bar + 1).trim(),
		variables: Object.fromEntries(
			(step.variables?.variable ?? []).map(({ key, value }) => [variableKey(key ?? ''), value ?? '']),
		),
	};
}

/** People write the number or name that stands in the template's text; the engine says where it stands. */
function variableKey(written: string): string {
	const key = written.replace(/[{}\s]/g, '');
	return key.includes('.') ? key : `body.${key}`;
}
