/**
 * The button "Test" of the credential, which n8n also presses when it is saved: the number at Meta, then the store. A form of
 * requests, as credentials usually have it, could not tell of a database that does not answer or a file that n8n may not write.
 */
import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { StoreRefusal } from '../../engine/store/contract';
import { readAnswer, readFailure } from '../../engine/whatsapp/graph-answer';
import type { GraphAnswer } from '../../engine/whatsapp/transport';
import { toAccount, type Account } from './account';
import { explainFailure, NOT_FOUND, TOKEN_ENDED } from './activation-refusal';
import { openStoreAt } from './stores';
import { refuseQueueMode } from './workflow-store';

const TIMEOUT_MS = 20_000;

const TOKEN_REFUSED =
	'Meta refused the access token: it has expired, was withdrawn, or is not complete. Create a token for a system user in Meta Business settings and paste it here.';
const NO_PERMISSION =
	'The access token may not use this number: create it with the permissions whatsapp_business_messaging and whatsapp_business_management, for a system user who has access to the WhatsApp account.';
const WRONG_NUMBER =
	'Meta finds no number with this Phone Number ID for this token: copy the ID (not the phone number) from WhatsApp > API Setup, and check that the system user has access to that WhatsApp account.';
const RESTRICTED = 'Meta has restricted this WhatsApp account: see Account quality in WhatsApp Manager.';
const OLD_VERSION = 'Meta no longer serves this Graph Version: take a newer one, such as v26.0.';
const NOT_META = 'The answer did not come from a WhatsApp number: check Graph Base URL, Graph Version and Phone Number ID.';

/** Meta's error codes (Meta: support/error-codes). */
const PERMISSION_CODES = new Set([3, 10, 200, 210, 230, 294, 299, 131005]);
const RESTRICTED_CODES = new Set([368, 131031]);
const OLD_VERSION_CODE = 2635;

export async function testCredential(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const account = toAccount(data);
	const fault = faultOfNumber(await askForNumber(this, account), account) ?? (await faultOfStore(account));
	return fault === null ? { status: 'OK', message: 'Connection successful' } : { status: 'Error', message: fault };
}

async function askForNumber({ helpers }: ICredentialTestFunctions, account: Account): Promise<GraphAnswer> {
	try {
		const response = (await helpers.request({
			method: 'GET',
			uri: `${account.graphBaseUrl}/${account.graphVersion}/${encodeURIComponent(account.phoneNumberId)}`,
			qs: { fields: 'display_phone_number,verified_name' },
			headers: { Authorization: `Bearer ${account.accessToken}` },
			json: true,
			// Only the body of a refusal has Meta's error code.
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		})) as { statusCode: number; body: unknown };
		return readAnswer(response.statusCode, response.body);
	} catch (error) {
		return readFailure(error, account.graphBaseUrl);
	}
}

function faultOfNumber(answer: GraphAnswer, account: Account): string | null {
	if (answer.kind === 'ok') return typeof answer.body.display_phone_number === 'string' ? null : NOT_META;
	const { message, description } = explainFailure(answer, account, sentenceFor);
	return answer.kind === 'refused' ? message : `${message}. ${description}`;
}

function sentenceFor(code: number): string {
	if (TOKEN_ENDED.has(code)) return TOKEN_REFUSED;
	if (NOT_FOUND.has(code)) return WRONG_NUMBER;
	if (PERMISSION_CODES.has(code)) return NO_PERMISSION;
	if (RESTRICTED_CODES.has(code)) return RESTRICTED;
	return code === OLD_VERSION_CODE ? OLD_VERSION : NOT_META;
}

/** Opens it as the first node would: what is missing is made. */
async function faultOfStore({ store, phoneNumberId }: Account): Promise<string | null> {
	try {
		if (store.kind === 'static') refuseQueueMode();
		else await (await openStoreAt(store)).forAccount(phoneNumberId).lastReceivedAt();
		return null;
	} catch (error) {
		const detail = error instanceof StoreRefusal ? error.message : 'The place under "Keep Data In" cannot be used.';
		return `Meta knows the number, but its data cannot be kept. ${detail}`;
	}
}
