/** From the bytes of a POST to the events in it, whichever door it came through. */
import type { Logger } from 'n8n-workflow';
import { StoreRefusal } from '../../engine/store/contract';
import { parseWebhook } from '../../engine/whatsapp/parse-webhook';
import { isSigned } from '../../engine/whatsapp/signature';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';
import type { Account } from '../shared/account';

/** Meta's webhooks have at most 3 MB (Meta: webhooks/overview). */
export const LARGEST_BODY = 3 * 1024 * 1024;

export interface Refused {
	kind: 'refused';
	status: number;
	message: string;
}

export interface TakenIn {
	kind: 'events';
	events: WebhookEvent[];
	/** The parsed JSON that they were read from. */
	body: unknown;
}

export const TOO_LARGE: Refused = { kind: 'refused', status: 413, message: 'Larger than 3 MB.' };
export const NOT_FOR_TEST: Refused = { kind: 'refused', status: 503, message: 'A test is listening. Please deliver it again.' };
export const NOT_STORED: Refused = { kind: 'refused', status: 503, message: 'Not stored. Please deliver it again.' };
const UNVERIFIED: Refused = { kind: 'refused', status: 401, message: 'The signature cannot be verified.' };
const WRONG_SIGNATURE: Refused = { kind: 'refused', status: 401, message: 'The signature is missing or wrong.' };

/**
 * @param bytes what was signed, exactly as it came
 * @param signature the header X-Hub-Signature-256
 * @param now for events without a time of their own, UTC milliseconds
 */
export function takeIn(bytes: Buffer, signature: unknown, account: Account, logger: Logger, now: number): TakenIn | Refused {
	if (account.appSecret === '') {
		logger.error('WhatsApp webhook refused: the credential has no App Secret, so nothing can be verified.');
		return UNVERIFIED;
	}
	if (!isSigned(bytes, signature, account.appSecret)) return WRONG_SIGNATURE;
	if (account.phoneNumberId === '') {
		// Every message would pass for another number's, and be lost.
		logger.error('WhatsApp webhook not taken in: the credential has no Phone Number ID.');
		return NOT_STORED;
	}
	const body = parseJson(bytes);
	return { kind: 'events', events: parseWebhook(body, account.phoneNumberId, now), body };
}

function parseJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		// Signed, yet no JSON: delivering it again would not mend it.
		return null;
	}
}

/** For the log: what kind of error it was. Messages of databases may quote what people wrote. */
export function kindOfError(error: unknown): string {
	if (error instanceof StoreRefusal) return error.message;
	if (!(error instanceof Error)) return 'unknown error';
	const { code } = error as { code?: unknown };
	return typeof code === 'string' ? `${error.name} (${code})` : error.name;
}
