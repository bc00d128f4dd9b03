/**
 * Meta's webhook signature: header `X-Hub-Signature-256: sha256=<hex HMAC-SHA256(raw body, app secret)>`
 * (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';
const HEX_DIGITS = 64;

/** The header value that Meta sends with this body. The body is the bytes as they came, before any parsing. */
export function signatureOf(body: Uint8Array, appSecret: string): string {
	return PREFIX + createHmac('sha256', appSecret).update(body).digest('hex');
}

/**
 * True when the header proves that the bytes come from whoever knows the app secret. Takes the same time
 * wherever a wrong signature differs. An empty secret proves nothing, so it never matches.
 */
export function isSigned(body: Uint8Array, header: unknown, appSecret: string): boolean {
	if (appSecret === '' || typeof header !== 'string') return false;
	if (header.length !== PREFIX.length + HEX_DIGITS) return false;
	return sameText(header.toLowerCase(), signatureOf(body, appSecret));
}

/** Compares two secrets without telling by its duration where or how much they differ. */
export function sameText(a: string, b: string): boolean {
	// Digests have equal length whatever the texts, so not even the length of the secret shows.
	return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}
