import type { Contact } from './contacts';

/** A button as the customer sees it. */
export interface BubbleButton {
	kind: 'quick_reply' | 'reply' | 'url' | 'phone' | 'copy_code' | 'other';
	text: string;
	/** Of a template's quick reply. */
	payload?: string;
	/** Of a reply button. */
	id?: string;
	url?: string;
	code?: string;
}

export interface BubbleList {
	button: string;
	sections: Array<{ title?: string; rows: Array<{ id: string; title: string; description?: string }> }>;
}

/** What one message looks like on the customer's phone. */
export interface Bubble {
	wamid: string;
	from: 'business' | 'contact';
	/** Milliseconds since the epoch. */
	at: number;
	type: string;
	header?: { kind: string; text?: string; link?: string };
	text?: string;
	footer?: string;
	buttons?: BubbleButton[];
	list?: BubbleList;
	cards?: Array<Pick<Bubble, 'header' | 'text' | 'buttons'>>;
	/** Name of the template it was made from. */
	template?: string;
	/** The message this one answers. */
	replyTo?: string;
	/** Of a business message. */
	status?: string;
	/** Emoji the customer has put on it. */
	reaction?: string;
}

export interface Conversation {
	contact: Contact;
	bubbles: Bubble[];
}

/** Messages of one conversation that are kept; older ones scroll away. */
const KEPT = 500;

/** All conversations as the phone page shows them, and who wants to hear of changes. */
export class Conversations {
	private readonly byPhone = new Map<string, Conversation>();
	private readonly listeners = new Set<(phone: string) => void>();

	add(contact: Contact, bubble: Bubble): void {
		const conversation = this.of(contact);
		conversation.bubbles.push(bubble);
		if (conversation.bubbles.length > KEPT) conversation.bubbles.shift();
		this.changed(contact);
	}

	/** The conversation with the contact, started on first mention. */
	of(contact: Contact): Conversation {
		const known = this.byPhone.get(contact.phone);
		if (known) return known;
		const started: Conversation = { contact, bubbles: [] };
		this.byPhone.set(contact.phone, started);
		return started;
	}

	withPhone(phone: string): Conversation | undefined {
		return this.byPhone.get(phone);
	}

	/** The latest message from the business that passes. */
	lastFromBusiness(contact: Contact, passes: (bubble: Bubble) => boolean): Bubble | undefined {
		return this.byPhone.get(contact.phone)?.bubbles.findLast((bubble) => bubble.from === 'business' && passes(bubble));
	}

	bubble(contact: Contact, wamid: string): Bubble | undefined {
		return this.byPhone.get(contact.phone)?.bubbles.findLast((bubble) => bubble.wamid === wamid);
	}

	/** Latest conversation first. */
	list(): Conversation[] {
		const lastAt = (conversation: Conversation): number => conversation.bubbles.at(-1)?.at ?? 0;
		return [...this.byPhone.values()].sort((one, other) => lastAt(other) - lastAt(one));
	}

	/** Calls `listener` with the phone number of each conversation that changes; the answer ends it. */
	listen(listener: (phone: string) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	changed(contact: Contact): void {
		for (const listener of this.listeners) listener(contact.phone);
	}

	reset(): void {
		this.byPhone.clear();
		for (const listener of this.listeners) listener('');
	}
}
