/**
 * Addresses of our pages. n8n gives a webhook one address, so the page travels behind the question mark; the link says
 * nothing of host or path, and works behind every proxy and prefix.
 */

/** The field of the address that names the page. */
export const PAGE_FIELD = 'page';

export type LinkFields = Record<string, string | number | null | undefined>;

/** @param fields empty ones are left out */
export function link(page: string, fields: LinkFields = {}): string {
	const query = new URLSearchParams({ [PAGE_FIELD]: page });
	for (const [name, value] of Object.entries(fields)) {
		if (value !== null && value !== undefined && value !== '') query.append(name, String(value));
	}
	return `?${query.toString()}`;
}
