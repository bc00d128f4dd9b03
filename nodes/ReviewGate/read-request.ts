/** What a gate asks the store about an item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toE164 } from '../../engine/contact/phone';
import type { StepMessage } from '../../engine/sequence/definition';
import type { Silence, Verdict } from '../../engine/sequence/review';
import type { ReviewRequest } from '../../engine/store/contract';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import type { Account } from '../shared/account';
import { readContact } from '../shared/contact-parameter';
import { readItem, type IncomingItem } from '../shared/incoming-item';
import { ItemFault } from '../shared/item-fault';
import { executionKey, resumeAddressOf } from './page-address';
import { shownText } from './shown-text';

export interface GateSource {
	node: IExecuteFunctions;
	account: Account;
	items: INodeExecutionData[];
	/** null when Meta could not be asked. */
	templates: TemplateList | null;
	/** UTC milliseconds. */
	now: number;
}

export interface GateOptions {
	reviewer?: string;
	dashboard?: string;
	linkDays?: number;
	tapRejects?: Exclude<Verdict, 'approve'>;
}

const UNIT_MS = { minutes: 60_000, hours: 60 * 60_000, days: 24 * 60 * 60_000 } as const;

export function readRequest(source: GateSource, index: number): ReviewRequest {
	const { node, account, items } = source;
	const item = readItem(items[index]!.json);
	const message = messageOf(node, items[index]!.json, item, index);
	const rules = node.getNodeParameter('rules.values', index, []) as Rule[];
	const small = rules.find((rule) => rule.kind === 'below' && isBelow(rule));
	const from = item.step ? { step: item.step } : { waiting: waitingOf(node, index) };
	return {
		...from,
		contact: contactOf(source, index),
		gate: node.getNode().id,
		gateLabel: `${node.getWorkflow().name ?? 'Workflow'} / ${node.getNode().name}`,
		shown: shownText(message, item.values, source.templates),
		message,
		silence: silenceOf(source, index),
		reviewer: reviewerOf(node, account, index),
		...(small ? { exempt: `below ${small.below}` } : {}),
		trustsTemplate: rules.some(({ kind }) => kind === 'template'),
	};
}

export const optionsOf = (node: IExecuteFunctions, index: number): GateOptions => node.getNodeParameter('options', index, {}) as GateOptions;

interface Rule {
	kind: 'below' | 'template';
	value?: unknown;
	below?: number;
}

/** Nothing and words are no number: what cannot be compared is reviewed. */
function isBelow({ value, below = 0 }: Rule): boolean {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'number' ? value : NaN;
	return number < below;
}

function messageOf(node: IExecuteFunctions, json: IDataObject, item: IncomingItem, index: number): StepMessage | null {
	if (node.getNodeParameter('subject', index, 'step') === 'text') {
		const text = String(node.getNodeParameter('text', index, '') ?? '').trim();
		if (text === '') throw new ItemFault('Text is empty', 'Write what is to be reviewed, or drag it from the incoming item.');
		return { kind: 'text', text };
	}
	if (item.message) return item.message;
	const text = [json.text, json.message, json.output].find((value): value is string => typeof value === 'string' && value.trim() !== '');
	if (text === undefined) throw new ItemFault('There is nothing to review in the incoming item', 'It has neither a step nor a field text, message or output. Choose "Text" under What to Review and say what it is.');
	return { kind: 'text', text: text.trim() };
}

function waitingOf(node: IExecuteFunctions, item: number): NonNullable<ReviewRequest['waiting']> {
	return { execution: executionKey(node), item, resumeUrl: resumeAddressOf(node) };
}

/** Whom an item from elsewhere is about helps the reviewer, and is not needed. */
function contactOf(source: GateSource, index: number): ReviewRequest['contact'] {
	try {
		return readContact(source, index);
	} catch {
		return null;
	}
}

function silenceOf({ node, now }: GateSource, index: number): ReviewRequest['silence'] {
	const then = node.getNodeParameter('silence', index, 'hold') as Silence;
	if (then === 'hold') return { then };
	const amount = Number(node.getNodeParameter('silenceAmount', index, 24));
	const unit = UNIT_MS[node.getNodeParameter('silenceUnit', index, 'hours') as keyof typeof UNIT_MS];
	if (!(amount > 0) || unit === undefined) throw new ItemFault('The time under "After" is missing', 'Say after how long silence counts, or choose "Keep Waiting".');
	return { then, at: now + Math.round(amount * unit) };
}

function reviewerOf(node: IExecuteFunctions, { country }: Account, index: number): string | null {
	const written = optionsOf(node, index).reviewer?.trim() ?? '';
	if (written === '') return null;
	const phone = toE164(written, country);
	if (phone === null) throw new ItemFault(`"${written}" is not a phone number`, 'Write the reviewer under "Ask on WhatsApp" with the country code, like +491701234567.');
	return phone;
}
