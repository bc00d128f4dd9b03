/** The approved templates of the credential's account, for every panel where one is chosen. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { templateKey, type Template } from '../../engine/whatsapp/template';
import { sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import { readAccount } from './account';
import { graphTransport } from './graph';

/** Somebody who has just had a template approved looks for it in the list. */
const MAX_AGE_MS = 30_000;
const PAGE = 100;

/** Approved templates, by words of their name, language, category or text. */
export async function searchTemplates(this: ILoadOptionsFunctions, filter = '', paginationToken = '0'): Promise<INodeListSearchResult> {
	const found = (await readTemplates(this)).search(filter);
	const from = Number(paginationToken) || 0;
	const results = found.slice(from, from + PAGE).map((template) => ({ name: titleOf(template), value: templateKey(template) }));
	return found.length > from + PAGE ? { results, paginationToken: String(from + PAGE) } : { results };
}

/** Throws CatalogUnavailable, whose message n8n shows in the panel. */
export async function readTemplates(context: ILoadOptionsFunctions): Promise<TemplateList> {
	const account = await readAccount(context);
	const catalog = sharedTemplateCatalog(account);
	return await catalog.read(graphTransport(context, account), MAX_AGE_MS);
}

function titleOf({ name, language, category }: Template): string {
	return `${name} (${language})${category ? ` · ${category}` : ''}`;
}
