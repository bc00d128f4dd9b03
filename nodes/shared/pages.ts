/** Between n8n's webhooks and the pages of engine/pages. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { pageHeaders } from '../../engine/pages/headers';
import { html } from '../../engine/pages/html';
import { layout } from '../../engine/pages/layout';
import { Seal, type Purpose } from '../../engine/pages/seal';
import type { PageRequest, PageResponse } from '../../engine/pages/site';
import { texts } from '../../engine/pages/texts';
import type { Account } from './account';

/** Larger than any form of ours; a long text in an edited message is a few thousand characters. */
const LARGEST_FORM = 256 * 1024;

/** What n8n adds to the request of Express; see WhatsAppMessageTrigger/receive. */
interface RawRequest {
	method: string;
	originalUrl?: string;
	url: string;
	headers: Record<string, string | string[] | undefined>;
	ip?: string;
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
}

/** The request as pages read it; null when its body is larger than any form. */
export async function readPageRequest(context: IWebhookFunctions): Promise<PageRequest | null> {
	const request = context.getRequestObject() as unknown as RawRequest;
	if (Number(request.headers['content-length'] ?? 0) > LARGEST_FORM) return null;
	if (!request.rawBody) await request.readRawBody?.();
	const body = request.rawBody ?? Buffer.alloc(0);
	if (body.length > LARGEST_FORM) return null;
	const address = request.originalUrl ?? request.url;
	const mark = address.indexOf('?');
	return {
		method: request.method,
		query: mark < 0 ? '' : address.slice(mark + 1),
		body: body.toString('utf8'),
		authorization: request.headers.authorization,
		place: request.ip ?? '',
		now: Date.now(),
	};
}

/** Sends it as it is: what n8n would send by itself lacks our headers. */
export function sendPage(context: IWebhookFunctions, { status, headers, body }: PageResponse): IWebhookResponseData {
	const response = context.getResponseObject();
	response.status(status);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.end(body);
	return { noWebhookResponse: true };
}

/** A page that only says something, for whoever is not inside. */
export function plainPage(status: number, title: string, sentence: string): PageResponse {
	return { status, headers: pageHeaders(), body: layout({ title, body: html`<p>${sentence}</p>`, menu: [] }) };
}

export function formTooLarge(): PageResponse {
	return plainPage(413, texts.refusals.failedTitle, texts.refusals.tooLarge);
}

/**
 * For tokens and links of this number. Access tokens are renewed every day while people try things out, so they count only
 * where nothing else is secret.
 */
export function sealOf({ appSecret, dashboardPassword, verifyToken, accessToken, phoneNumberId }: Account, purpose: Purpose): Seal {
	const lasting = [appSecret, dashboardPassword, verifyToken];
	return new Seal(lasting.some((secret) => secret !== '') ? lasting : [accessToken], phoneNumberId, purpose);
}
