/** Posts webhooks to n8n as Meta does, and as nobody should. */
import { createHmac } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import type { EmulatorAccount } from '../../emulator';

export interface PostOptions {
	contentType?: string;
	/** What to sign with in place of the app's secret; null sends no signature. */
	secret?: string | null;
}

export class MetaWebhook {
	constructor(
		/** The address that the trigger registered at Meta. */
		readonly address: string,
		private readonly account: EmulatorAccount,
	) {}

	/** Delivers a body, signed unless told otherwise, and returns the status of the answer. */
	async post(body: unknown, { contentType = 'application/json', secret = this.account.appSecret }: PostOptions = {}): Promise<number> {
		const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
		const signature = secret === null ? {} : { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}` };
		const answer = await axios.post(this.address, bytes, {
			headers: { 'Content-Type': contentType, ...signature },
			validateStatus: () => true,
			maxBodyLength: Infinity,
			timeout: 60_000,
		});
		return answer.status;
	}

	/** Meta's question whether the address wants its webhooks. */
	async shakeHands(verifyToken: string, challenge: string): Promise<AxiosResponse<string>> {
		return await axios.get<string>(this.address, {
			params: { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': challenge },
			validateStatus: () => true,
			// As it came: a challenge of digits must not be made a number.
			transformResponse: (data: string) => data,
		});
	}

	/** One webhook with the changes of one field, for this account's number. */
	body(...values: object[]): object {
		const { businessAccountId, displayPhoneNumber, phoneNumberId } = this.account;
		const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
		const changes = values.map((value) => ({ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }));
		return { object: 'whatsapp_business_account', entry: [{ id: businessAccountId, changes }] };
	}
}

const nowInSeconds = (): string => String(Math.floor(Date.now() / 1000));

/** A text message from a number (digits, without the plus), as it stands in a change's `messages`. */
export function textFrom(from: string, text: string, id = `wamid.${from}-${text.slice(0, 20)}`): object {
	return { id, from, timestamp: nowInSeconds(), type: 'text', text: { body: text } };
}

export function person(phone: string, name: string): object {
	return { wa_id: phone, profile: { name } };
}

export function statusOf(wamid: string, status: string, recipient: string): object {
	return { id: wamid, status, timestamp: nowInSeconds(), recipient_id: recipient };
}
