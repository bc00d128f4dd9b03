import type { BusinessNumber } from './account';
import type { Contact } from './contacts';
import type { GraphError } from './errors';
import type { JsonObject } from './json';
import type { StoredTemplate } from './templates/types';

export type SendStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

/** One message the business sent and Meta accepted. */
export interface Send {
	wamid: string;
	from: BusinessNumber;
	contact: Contact;
	type: string;
	/** The request body as it came. */
	body: JsonObject;
	callbackData?: string;
	/** Milliseconds since the epoch. */
	at: number;
	status: SendStatus;
	template?: StoredTemplate;
	/** Whether the service window, or an ad's free entry point, was open when it was accepted: both change the price. */
	windowOpen: boolean;
	freeEntryUntil?: number;
	/** Set when it will not arrive. */
	failure?: GraphError;
}

/** Everything accepted, in order, and counts of what was not. */
export class SendLog {
	private sends: Send[] = [];
	private byWamid = new Map<string, Send>();
	private refusals = new Map<number, number>();

	add(send: Send): void {
		this.sends.push(send);
		this.byWamid.set(send.wamid, send);
	}

	find(wamid: string): Send | undefined {
		return this.byWamid.get(wamid);
	}

	refused(code: number): void {
		this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
	}

	/** How often a send was refused with the code. */
	refusalsWith(code: number): number {
		return this.refusals.get(code) ?? 0;
	}

	/** As `GET /emulator/sends` shows it. */
	list(): JsonObject[] {
		return this.sends.map((send) => ({
			wamid: send.wamid,
			from: send.from.phoneNumberId,
			to: send.contact.phone,
			type: send.type,
			body: send.body,
			callbackData: send.callbackData ?? null,
			at: send.at,
			status: send.status,
		}));
	}

	/** Totals by recipient, template, type and status, and refusals by code. */
	totals(): JsonObject {
		const count = (keyOf: (send: Send) => string | undefined): JsonObject => {
			const counts = new Map<string, number>();
			for (const send of this.sends) {
				const key = keyOf(send);
				if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
			}
			return Object.fromEntries(counts);
		};
		return {
			accepted: this.sends.length,
			recipients: count((send) => send.contact.phone),
			templates: count((send) => send.template?.name),
			types: count((send) => send.type),
			statuses: count((send) => send.status),
			refused: Object.fromEntries([...this.refusals].map(([code, times]) => [String(code), times])),
		};
	}

	reset(): void {
		this.sends = [];
		this.byWamid = new Map();
		this.refusals = new Map();
	}
}
