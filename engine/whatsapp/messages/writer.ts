/** Fills in the texts of one message and collects what is wrong with them, a sentence per fault. */
import type { BuiltMessage, MessageContent } from '../message-body';
import { fillPlaceholders, noValue, type PlaceholderValues, type TextSource } from '../placeholders';

/** What a text is called in sentences, and how many characters Meta takes. */
export interface TextRule {
	what: string;
	most: number;
}

export class Writer {
	private readonly missing = new Set<string>();
	private readonly faults: string[] = [];

	constructor(private readonly values: PlaceholderValues) {}

	/** The text filled in; one that comes out empty is a fault. */
	text(source: TextSource, rule: TextRule): string {
		const text = this.fill(source, rule);
		if (text.trim() === '' && !this.hasMissing(source)) this.fault(`${rule.what} is empty.`);
		return text;
	}

	/** The text filled in, or undefined when there is none. */
	optional(source: TextSource | undefined, rule: TextRule): string | undefined {
		if (source === undefined) return undefined;
		const text = this.fill(source, rule);
		return text.trim() === '' ? undefined : text;
	}

	/** `sentence` is shown to the user, with its full stop. */
	fault(sentence: string): void {
		this.faults.push(sentence);
	}

	/** The message, unless a value is missing or something is wrong. */
	finish(message: MessageContent): BuiltMessage {
		if (this.missing.size > 0) return { ok: false, reason: 'missing_variable', detail: noValue([...this.missing]) };
		if (this.faults.length > 0) return { ok: false, reason: 'invalid_message', detail: this.faults.join(' ') };
		return { ok: true, message };
	}

	private fill(source: TextSource, { what, most }: TextRule): string {
		const { text, missing } = fillPlaceholders(source, this.values);
		for (const key of missing) this.missing.add(key);
		const length = [...text].length;
		if (length > most) this.fault(`${what} has ${length} characters; WhatsApp takes up to ${most}.`);
		return text;
	}

	private hasMissing(source: TextSource): boolean {
		return fillPlaceholders(source, this.values).missing.length > 0;
	}
}
