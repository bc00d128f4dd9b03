/** Turns what is wanted for one item into a message that is ready to leave, or into the reason why it is not. */
import type { PreparedContent, PreparedSend, Withheld } from '../../engine/dispatch/prepared-send';
import type { Reason } from '../../engine/sequence/reason';
import type { SendCategory, StepLease } from '../../engine/store/contract';
import { buildTemplate } from '../../engine/whatsapp/build-template';
import type { BuiltMessage } from '../../engine/whatsapp/message-body';
import { buildSession } from '../../engine/whatsapp/messages/build-session';
import type { PlaceholderValues } from '../../engine/whatsapp/placeholders';
import type { Template, TemplateCategory } from '../../engine/whatsapp/template';
import { templateLabel } from '../../engine/whatsapp/template-label';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import type { Addressee } from './addressee';
import type { IncomingItem } from '../shared/incoming-item';
import type { SendOptions } from './parameters';
import { templateOf, type Wanted, type WantedTemplate } from './wanted';

/** Ends without a POST; `step` is refused in the store when the item holds one. */
export interface Refused {
	kind: 'refused';
	reason: Reason;
	detail: string;
	step: StepLease | null;
	action: 'skip' | 'fail' | 'hold' | 'leave';
	/** The template that cannot be sent: the sequence is paused for it. */
	template?: string;
}

export type Prepared = { kind: 'send'; send: PreparedSend } | Refused;

/** The account's templates, or why they cannot be read now. */
export type Templates = TemplateList | { withheld: Withheld };

export interface Preparation {
	options: SendOptions;
	nodeId: string;
	templates: Templates;
	/** UTC milliseconds. */
	now: number;
}

type Request = Omit<PreparedSend['request'], 'category' | 'label'>;

export function prepare(item: IncomingItem, { contact, step }: Addressee, wanted: Wanted, preparation: Preparation): Prepared {
	const { options, nodeId, templates } = preparation;
	const refuse = (reason: Reason, detail: string, action: Refused['action']): Refused => ({ kind: 'refused', reason, detail, step, action });
	const usRule = options.marketingToUs === 'refuse' ? { marketingToUs: options.marketingToUs } : {};
	const request: Request = { node: nodeId, contact: contact ?? {}, ...usRule, ...(step ? { step } : {}) };
	const send = (kind: Pick<PreparedSend['request'], 'category' | 'label' | 'instead'>, content: PreparedContent): Prepared => ({
		kind: 'send',
		send: { request: { ...request, ...kind }, content, attempt: item.attempt },
	});
	const notBuilt = ({ reason, detail }: Extract<BuiltMessage, { ok: false }>): Refused => {
		const missing = 'action' in options.missing ? options.missing.action : 'skip';
		return refuse(reason, detail, reason === 'missing_variable' ? missing : 'fail');
	};

	const values = valuesOf(item, options);
	const session = 'draft' in wanted ? buildSession(wanted.draft, values) : null;
	if (session && !session.ok) return notBuilt(session);
	const sessionKind = 'draft' in wanted ? { category: 'session' as const, label: wanted.draft.content.kind } : null;
	const chosen = templateOf(wanted);
	if (!chosen) return send(sessionKind!, { message: session!.message });

	// Without the templates nothing is known of a message's category, so it waits.
	if ('withheld' in templates) return send({ category: 'marketing', label: templateLabel(chosen) }, templates);
	const template = findTemplate(templates, chosen);
	const notSendable = (detail: string): Refused => ({ ...refuse('template_missing', detail, 'hold'), template: templateLabel(template ?? chosen) });
	if (!template) return notSendable(`There is no approved template "${chosen.name}"${chosen.language ? ` in ${chosen.language}` : ''} in this WhatsApp account.`);
	const built = buildTemplate(template, chosen.sources, values, preparation.now);
	if (!built.ok) return built.reason === 'template_missing' ? notSendable(built.detail) : notBuilt(built);
	const templateKind = { category: categoryOf(template.category), label: templateLabel(template) };
	if (!session || !sessionKind) return send(templateKind, { message: built.message });
	return send({ ...sessionKind, instead: templateKind }, { message: session.message, instead: built.message });
}

function valuesOf({ values }: IncomingItem, { missing }: SendOptions): PlaceholderValues {
	return 'text' in missing ? { ...values, fallback: missing.text } : values;
}

/** A category that Meta invents later needs the strictest permission. */
function categoryOf(category: TemplateCategory | null): Exclude<SendCategory, 'session'> {
	if (category === 'UTILITY') return 'utility';
	return category === 'AUTHENTICATION' ? 'authentication' : 'marketing';
}

/** Whatever its status; undefined when there is none. */
export function findTemplate(templates: TemplateList, { name, language }: Pick<WantedTemplate, 'name' | 'language'>): Template | undefined {
	return templates.find(name, language || onlyLanguage(templates, name));
}

/** A name without a language is enough where the template exists in one language only. */
function onlyLanguage(templates: TemplateList, name: string): string {
	const languages = templates.languagesOf(name);
	return languages.length === 1 ? languages[0] : '';
}
