/**
 * What shows that a form came from our own page: a browser sends the password along with every request, also with one that
 * another site makes it send.
 */
import { sameText } from '../whatsapp/signature';
import type { Seal } from './seal';

/** A page may stay open for a working day. */
export const FORM_TOKEN_MS = 12 * 60 * 60 * 1000;

/** Name of the hidden field. */
export const TOKEN_FIELD = 'token';

export function formToken(seal: Seal, user: string, now: number): string {
	return seal.close({ user }, now + FORM_TOKEN_MS);
}

export function isFormToken(seal: Seal, token: string, user: string, now: number): boolean {
	const opened = seal.open<{ user: string }>(token, now);
	return opened.kind === 'valid' && sameText(opened.payload.user, user);
}
