/** Reads the node's parameters, each expression once per item and everything else once per run. */
import type { IExecuteFunctions, IGetNodeParameterOptions } from 'n8n-workflow';
import type { SessionDraft, SessionKind } from '../../engine/whatsapp/messages/draft';
import type { TextSource } from '../../engine/whatsapp/placeholders';
import { fieldsIn, type ItemFields } from '../shared/item-fields';
import { sessionReader } from './session-parameters';
import { asSources, asText, holdsExpression } from './text-sources';

export type MessageChoice = 'step' | 'template' | 'auto' | SessionKind;
export type RecipientChoice = 'item' | 'phone' | 'userId';

/** The parameters of one item; a function is called only where the item needs it. */
export interface SendParameters {
	message: MessageChoice;
	recipient: RecipientChoice;
	/** "name|language", or a name alone. */
	template(item: number): string;
	/** Texts by the keys of engine/whatsapp/template-variables.ts. */
	variables(item: number): Record<string, TextSource>;
	/** The session message, also that of Auto. */
	session(item: number): SessionDraft;
	phone(item: number): string;
	userId(item: number): string;
	options: SendOptions;
}

export interface SendOptions {
	/** What to do with a step of whose message a value is missing; a text stands in for the value. */
	missing: { action: 'skip' | 'hold' } | { text: string };
	marketingToUs: 'send' | 'refuse';
	dryRun: boolean;
}

export type PerItem = <T>(name: string, convert: (value: unknown, raw: unknown) => T, options?: IGetNodeParameterOptions) => (item: number) => T;

export function readParameters(context: IExecuteFunctions): SendParameters {
	const message = context.getNodeParameter('message', 0) as MessageChoice;
	const perItem = perItemReader(context);
	const kind = (message === 'auto' ? context.getNodeParameter('sessionType', 0, 'text') : message) as SessionKind;
	return {
		message,
		recipient: message === 'step' ? 'item' : (context.getNodeParameter('recipient', 0, 'item') as RecipientChoice),
		template: perItem('template', asText, { extractValue: true }),
		// A template without variables leaves `value` null, at which n8n's own validation of the field throws.
		variables: perItem('variables.value', asSources, { skipValidation: true }),
		session: sessionReader(kind, perItem),
		phone: perItem('phone', asText),
		userId: perItem('userId', asText),
		options: readOptions(context),
	};
}

function readOptions(context: IExecuteFunctions): SendOptions {
	const options = (path: string, otherwise: unknown): unknown => context.getNodeParameter(`options.${path}`, 0, otherwise);
	const missing = options('missing', 'skip');
	return {
		missing: missing === 'fallback' ? { text: asText(options('missingText', '')) } : { action: missing === 'hold' ? 'hold' : 'skip' },
		marketingToUs: options('marketingToUs', 'send') === 'refuse' ? 'refuse' : 'send',
		dryRun: options('dryRun', false) === true,
	};
}

/** A parameter without expression is evaluated for the first item and reused; one that names fields of the item is read there. */
function perItemReader(context: IExecuteFunctions): PerItem {
	return (name, convert, options = {}) => {
		let raw: unknown;
		let fields: ItemFields | null = null;
		let constant: { value: ReturnType<typeof convert> } | null = null;
		return (item) => {
			if (constant) return constant.value;
			if (raw === undefined) {
				raw = context.getNodeParameter(name, 0, '', { rawExpressions: true });
				// A resource locator's value is more than what stands in it.
				fields = options.extractValue ? null : fieldsIn(raw);
			}
			const value = fields?.(context.getInputData()[item].json) ?? context.getNodeParameter(name, item, '', options);
			const converted = convert(value, raw);
			if (!holdsExpression(raw)) constant = { value: converted };
			return converted;
		};
	};
}
