/**
 * Reads a business account's templates from Meta and remembers them: Meta allows 200 management calls an hour for
 * an account without a registered number (Meta: templates/template-management), and the canvas asks at every click and every execution.
 */
import { createHash } from 'node:crypto';
import type { Reason } from '../sequence/reason';
import { record, records } from './json-shape';
import { adviceOf, reasonOf } from './meta-errors';
import { parseTemplate, type Template } from './template';
import { TemplateList } from './template-list';
import type { GraphAnswer, GraphTransport } from './transport';

/** How long a list serves an execution, in milliseconds. */
export const CATALOG_TTL_MS = 5 * 60_000;
/** While Meta cannot be asked, the list that is known serves on for this long. */
const STALE_MS = 60 * 60_000;
const PAGE_SIZE = 250;
/** Meta's limit is 6,000 templates: 24 pages. More than this means that the paging goes in circles. */
const MOST_PAGES = 100;
const FIELDS = 'id,name,language,status,category,parameter_format,components';

/** The templates could not be read. `reason` tells a lasting refusal from an outage; the message is for people. */
export class CatalogUnavailable extends Error {
	override readonly name = 'CatalogUnavailable';

	constructor(
		message: string,
		readonly reason: Reason,
	) {
		super(message);
	}
}

export class TemplateCatalog {
	private known: { list: TemplateList; at: number } | null = null;
	private underway: Promise<TemplateList> | null = null;

	/** `now` gives the present in UTC milliseconds. */
	constructor(
		private readonly businessAccountId: string,
		private readonly now: () => number,
	) {}

	/**
	 * The templates, at most `maxAgeMs` old: 0 asks Meta in any case. Callers at the same time share one request.
	 * While Meta refuses or cannot be reached, a list of the last hour serves on, unless `maxAgeMs` is 0. Throws
	 * CatalogUnavailable otherwise.
	 */
	async read(transport: GraphTransport, maxAgeMs = CATALOG_TTL_MS): Promise<TemplateList> {
		if (this.known && maxAgeMs > 0 && this.now() - this.known.at < maxAgeMs) return this.known.list;
		this.underway ??= this.load(transport).finally(() => (this.underway = null));
		const { underway } = this;
		return await underway.catch((cause: unknown) => this.orStale(cause, maxAgeMs));
	}

	private orStale(cause: unknown, maxAgeMs: number): TemplateList {
		if (this.known && maxAgeMs > 0 && this.now() - this.known.at < STALE_MS) return this.known.list;
		throw unavailable(cause);
	}

	private async load(transport: GraphTransport): Promise<TemplateList> {
		if (this.businessAccountId === '') {
			throw new CatalogUnavailable('The credential has no Business Account ID. Paste it from Meta: WhatsApp > API Setup.', 'credential_refused');
		}
		const templates: Template[] = [];
		const cursors = new Set<string>();
		for (let after = ''; !cursors.has(after) && cursors.size < MOST_PAGES; ) {
			cursors.add(after);
			const body = bodyOf(await transport.call(this.pageAfter(after)));
			for (const entry of records(body.data)) {
				const template = parseTemplate(entry);
				if (template) templates.push(template);
			}
			// Without `next` this was the last page; Meta gives a cursor all the same.
			after = nextCursor(body) ?? after;
		}
		const list = new TemplateList(templates);
		this.known = { list, at: this.now() };
		return list;
	}

	private pageAfter(after: string) {
		const query: Record<string, string | number> = { fields: FIELDS, limit: PAGE_SIZE };
		if (after !== '') query.after = after;
		return { method: 'GET' as const, path: `${this.businessAccountId}/message_templates`, query };
	}
}

/** What two credentials have in common when they may see the same templates. */
export interface CatalogAccess {
	graphBaseUrl: string;
	businessAccountId: string;
	accessToken: string;
}

/**
 * The process's catalog for one access to an account: all nodes and executions with it share it. A token that Meta
 * refuses never sees what was read with another one. The token itself is not kept.
 */
export function sharedTemplateCatalog({ graphBaseUrl, businessAccountId, accessToken }: CatalogAccess): TemplateCatalog {
	const key = createHash('sha256').update(JSON.stringify([graphBaseUrl, businessAccountId, accessToken])).digest('base64');
	const catalog = shared.get(key) ?? new TemplateCatalog(businessAccountId, Date.now);
	shared.set(key, catalog);
	return catalog;
}

const shared = new Map<string, TemplateCatalog>();

function nextCursor(body: Record<string, unknown>): string | null {
	const paging = record(body.paging);
	const { after } = record(paging.cursors);
	return paging.next && typeof after === 'string' ? after : null;
}

function bodyOf(answer: GraphAnswer): Record<string, unknown> {
	if (answer.kind === 'ok') return answer.body;
	if (answer.kind === 'refused') {
		const details = [answer.error.message, answer.error.details].filter(Boolean).join(' ');
		throw new CatalogUnavailable(
			`Meta does not hand out the templates. ${adviceOf(answer.error)} (code ${answer.error.code}: ${details})`,
			reasonOf(answer.error, answer.status),
		);
	}
	throw new CatalogUnavailable(`The templates could not be read from Meta. ${answer.detail}`, 'meta_unavailable');
}

function unavailable(cause: unknown): CatalogUnavailable {
	if (cause instanceof CatalogUnavailable) return cause;
	return new CatalogUnavailable(`The templates could not be read from Meta. ${String(cause)}`, 'meta_unavailable');
}
