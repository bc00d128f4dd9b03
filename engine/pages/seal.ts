/**
 * Sealed words: what this number's pages hand out and want back unchanged, such as a link in a message or a token in a
 * form. Anybody can read what is sealed; only who knows the credential can seal.
 */
import { createHmac } from 'node:crypto';
import { sameText } from '../whatsapp/signature';

/** What a key is for: a token of a form is never a link. */
export type Purpose = 'form' | 'message' | 'review';

/** Derived once from the credential; changing one of its secrets makes all that was sealed before void. */
export class Seal {
	private readonly key: Buffer;

	/**
	 * @param secrets of the credential, such as app secret and dashboard password; those that are empty do not count
	 * @throws Error when all of them are empty: whatever was sealed with nothing, anybody could seal
	 */
	constructor(secrets: readonly string[], account: string, purpose: Purpose) {
		const known = secrets.filter((secret) => secret !== '');
		if (known.length === 0) throw new Error('nothing secret to seal with');
		// JSON keeps the borders between them: ["ab","c"] is not ["a","bc"].
		this.key = createHmac('sha256', JSON.stringify(known)).update(JSON.stringify(['whatsapp-sequences', account, purpose])).digest();
	}

	/** @param until UTC milliseconds; from then on it is void */
	close(payload: unknown, until: number): string {
		const words = Buffer.from(JSON.stringify([until, payload]), 'utf8').toString('base64url');
		return `${words}.${this.sign(words)}`;
	}

	/** What was sealed, or why it is refused. Takes the same time wherever a wrong signature differs. */
	open<Payload>(sealed: string, now: number): { kind: 'valid'; payload: Payload } | { kind: 'expired' } | { kind: 'forged' } {
		const [words, signature, ...rest] = sealed.split('.');
		if (!words || !signature || rest.length > 0 || !sameText(signature, this.sign(words))) return { kind: 'forged' };
		const [until, payload] = JSON.parse(Buffer.from(words, 'base64url').toString('utf8')) as [number, Payload];
		return now < until ? { kind: 'valid', payload } : { kind: 'expired' };
	}

	private sign(words: string): string {
		return createHmac('sha256', this.key).update(words).digest('base64url');
	}
}
