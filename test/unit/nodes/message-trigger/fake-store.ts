/** The part of the store that webhooks use, kept in memory: new messages come through once, like the real one. */
import { consentWord } from '../../../../engine/contact/consent-words';
import type { AccountStore, AppliedMessage, AppliedWebhook } from '../../../../engine/store/contract';
import type { MessageEvent, WebhookEvent } from '../../../../engine/whatsapp/webhook-event';

export class FakeStore implements Pick<AccountStore, 'applyWebhook' | 'acknowledgeMessages' | 'releaseMessages'> {
	readonly applied: Array<{ events: WebhookEvent[]; owner: string }> = [];
	readonly acknowledged: string[] = [];
	readonly released: string[] = [];
	/** Thrown by the next applyWebhook. */
	failure: Error | null = null;
	/** Reported as ended by every message. */
	ended: AppliedMessage['endedEnrollments'] = [];

	private readonly seen = new Set<string>();

	async applyWebhook(events: WebhookEvent[], owner: string): Promise<AppliedWebhook> {
		if (this.failure !== null) throw this.failure;
		this.applied.push({ events, owner });
		const messages = events.filter((event): event is MessageEvent => event.kind === 'message');
		const fresh = messages.filter((event) => !this.seen.has(event.id));
		for (const event of fresh) this.seen.add(event.id);
		return {
			messages: fresh.map((event) => this.apply(event)),
			statuses: events.filter((event) => event.kind === 'status').length,
			duplicates: messages.length - fresh.length,
		};
	}

	async acknowledgeMessages(wamids: string[]): Promise<void> {
		this.acknowledged.push(...wamids);
	}

	async releaseMessages(wamids: string[]): Promise<void> {
		this.released.push(...wamids);
		for (const wamid of wamids) this.seen.delete(wamid);
	}

	private apply(event: MessageEvent): AppliedMessage {
		const { phone = null, userId = null, name = null } = event.contact;
		return {
			event,
			contact: {
				id: `contact of ${phone ?? userId}`, phone, userId, name, timeZone: null, lastInboundAt: event.at, marketingAllowed: true, utilityAllowed: true,
			},
			isFirstContact: true,
			previousInboundAt: null,
			consent: event.consent === undefined ? consentWord(event.message) : event.consent,
			survey: null,
			endedEnrollments: this.ended,
		};
	}
}
