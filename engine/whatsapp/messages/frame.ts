/** Header, text and footer around buttons or a list (Meta: messages/interactive-reply-buttons-messages). */
import type { FrameDraft, HeaderDraft } from './draft';
import { writeFile } from './file';
import type { Writer } from './writer';

const LONGEST_HEADER = 60;
const LONGEST_FOOTER = 60;

export type Frame = Record<string, unknown>;

/** `longestBody` differs: 4,096 characters for a list, 1,024 for buttons. */
export function writeFrame({ header, body, footer }: FrameDraft, longestBody: number, writer: Writer): Frame {
	const below = writer.optional(footer, { what: 'The footer', most: LONGEST_FOOTER });
	return {
		...(header ? { header: writeHeader(header, writer) } : {}),
		body: { text: writer.text(body, { what: 'The text', most: longestBody }) },
		...(below === undefined ? {} : { footer: { text: below } }),
	};
}

function writeHeader(header: HeaderDraft, writer: Writer): Record<string, unknown> {
	if (header.kind === 'text') return { type: 'text', text: writer.text(header.text, { what: 'The header', most: LONGEST_HEADER }) };
	return { type: header.kind, [header.kind]: writeFile(header.file, `The header's ${header.kind}`, writer) };
}

/** Ids and titles must differ, or Meta refuses the whole message; `what` in the singular, e.g. "button". */
export function checkDistinct(texts: string[], what: string, writer: Writer): void {
	const twice = new Set(texts.filter((text, index) => text !== '' && texts.indexOf(text) < index));
	for (const text of twice) writer.fault(`Two ${what} are "${text}"; each must be different.`);
}
