import { createHmac } from 'node:crypto';

/**
 * The value of `X-Hub-Signature-256`: HMAC-SHA256 of the raw bytes with the app secret.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function signatureOf(body: Buffer | string, appSecret: string): string {
	return 'sha256=' + createHmac('sha256', appSecret).update(body).digest('hex');
}
