/** Customers and what they see, through the emulator's control paths. */
import axios, { type AxiosInstance } from 'axios';

export interface AcceptedSend {
	wamid: string;
	/** Digits, without the plus. */
	to: string;
	type: string;
	body: { template?: { name: string }; text?: { body: string } };
	callbackData: string | null;
	at: number | string;
}

export class Customers {
	private readonly http: AxiosInstance;

	constructor(emulatorUrl: string) {
		this.http = axios.create({ baseURL: emulatorUrl, timeout: 60_000 });
	}

	/** Writes as a customer; resolves when n8n has answered the webhook. `repeat` delivers it several times. */
	async write(from: string, name: string, text: string, repeat = 1): Promise<void> {
		await this.http.post('/emulator/inbound', { from, name, text, repeat, parallel: repeat > 1 });
	}

	/** Everything Meta's stand-in has accepted, in order. */
	async sends(): Promise<AcceptedSend[]> {
		return (await this.http.get<AcceptedSend[]>('/emulator/sends')).data;
	}

	/** Waits until so many messages to this number were accepted; false when they did not come in time. */
	async received(phone: string, count: number, withinMs: number): Promise<boolean> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			if ((await this.sends()).filter((send) => send.to.endsWith(phone.slice(1))).length >= count) return true;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		return false;
	}
}
