/** Why a trigger cannot be activated, as one sentence that says what to fix, with more to read below it. */
import { NO_GRAPH_CODE } from '../../engine/whatsapp/meta-errors';
import type { GraphAnswer } from '../../engine/whatsapp/transport';
import type { Account } from './account';

/** Thrown while a trigger is activated; becomes a NodeOperationError at the edge of the node. */
export class ActivationRefusal extends Error {
	override readonly name = 'ActivationRefusal';

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** What was asked for with the access token; it decides which field of the credential a refusal is about. */
export type AccountSubject = 'number' | 'business account';

export type Failure = Exclude<GraphAnswer, { kind: 'ok' }>;

export const TOKEN_ENDED = new Set([0, 102, 104, 190]);
export const NOT_FOUND = new Set([33, 100, 803]);
const BUSY = new Set([1, 2, 4, 17, 80007, 80008, 130429, 131000, 131016]);

/** The sentence for an answer of Meta that is none. `sentence` is asked for refusals that are about the credential. */
export function explainFailure(failure: Failure, account: Account, sentence: (code: number) => string): ActivationRefusal {
	if (failure.kind !== 'refused') {
		return new ActivationRefusal(
			`Meta cannot be reached at ${account.graphBaseUrl}: check n8n's internet connection, and Graph Base URL in the credential`,
			failure.detail,
		);
	}
	const { code, message, details } = failure.error;
	const said = [message, details].filter(Boolean).join(' ');
	if (code === NO_GRAPH_CODE) {
		return new ActivationRefusal(
			`The address ${account.graphBaseUrl} does not answer as Meta's Graph API: check Graph Base URL and Graph Version in the credential`,
			said,
		);
	}
	const description = `Meta said: ${said} (code ${code})`;
	if (BUSY.has(code)) return new ActivationRefusal('Meta cannot check the credential at the moment: try again in some minutes', description);
	return new ActivationRefusal(sentence(code), description);
}

/** The sentence for a refused call that carried the access token. */
export function accountSentence(code: number, subject: AccountSubject, account: Account): string {
	if (TOKEN_ENDED.has(code)) return 'Meta refused the access token: create a new one and paste it into the credential';
	if (NOT_FOUND.has(code)) {
		return subject === 'number'
			? `Meta finds no number with the Phone Number ID ${account.phoneNumberId}: copy it again from WhatsApp > API Setup, and check that the token has access to it`
			: `Meta finds no WhatsApp Business Account ${account.businessAccountId}: copy the ID again from WhatsApp > API Setup, and check that the token has access to it`;
	}
	return subject === 'number'
		? 'The access token may not use this number: create it with the permissions whatsapp_business_messaging and whatsapp_business_management'
		: 'The access token may not manage this WhatsApp account: create it with the permission whatsapp_business_management';
}
