/** Files that customers sent: Meta tells where a file is for five minutes, and wants the token again there (Meta: business-phone-numbers/media). */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { text } from '../../engine/whatsapp/json-shape';
import type { Account } from './account';
import { graphTransport, type GraphContext } from './graph';

/** Longest wait for the bytes, in milliseconds. */
const TIMEOUT_MS = 120_000;

/** `reason` is a sentence for the user. */
export type Download = { kind: 'file'; bytes: Buffer; mimeType: string } | { kind: 'none'; reason: string };

/** Never throws. The address comes from Meta's own answer, never from a webhook. */
export async function downloadMedia(context: GraphContext, account: Account, mediaId: string, largestBytes: number): Promise<Download> {
	if (!/^\d+$/.test(mediaId)) return none('The message names no file.');
	const answer = await graphTransport(context, account).call({ method: 'GET', path: mediaId });
	if (answer.kind === 'refused') return none(`Meta does not give the file away: ${answer.error.message} (code ${answer.error.code}). Files of customers are kept for 7 days.`);
	if (answer.kind !== 'ok') return none('Meta could not be reached for the file.');
	const { url, mime_type: mimeType, file_size: size } = answer.body;
	if (Number(size) > largestBytes) return none(tooLarge(Number(size), largestBytes));
	if (!isTrusted(text(url), account)) return none('Meta named no address for the file.');
	try {
		const { statusCode, body } = (await context.helpers.httpRequest(toOptions(text(url), account))) as { statusCode: number; body: unknown };
		if (statusCode !== 200) return none(`Meta answered ${statusCode} instead of the file.`);
		const bytes = Buffer.from(body as ArrayBuffer);
		return bytes.length > largestBytes ? none(tooLarge(bytes.length, largestBytes)) : { kind: 'file', bytes, mimeType: text(mimeType) };
	} catch {
		return none('The file could not be fetched: the connection to Meta broke.');
	}
}

const none = (reason: string): Download => ({ kind: 'none', reason });

function tooLarge(size: number, largest: number): string {
	const inMb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
	return `The file has ${inMb(size)}, and Largest File allows ${inMb(largest)}.`;
}

/** The token goes along, so without encryption only to a stand-in for Meta that has none either. */
function isTrusted(url: string, { graphBaseUrl }: Account): boolean {
	return url.startsWith('https://') || (graphBaseUrl.startsWith('http://') && url.startsWith('http://'));
}

function toOptions(url: string, { accessToken }: Account): IHttpRequestOptions {
	return {
		method: 'GET',
		url,
		// Meta refuses clients that do not say who they are.
		headers: { Authorization: `Bearer ${accessToken}`, 'User-Agent': 'Mozilla/5.0 (compatible; n8n)' },
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	};
}
