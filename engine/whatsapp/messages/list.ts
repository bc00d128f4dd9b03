/** A list of up to ten choices behind one button (Meta: messages/interactive-list-messages). */
import type { MessageContent } from '../message-body';
import type { ListDraft } from './draft';
import { checkDistinct, writeFrame } from './frame';
import type { Writer } from './writer';

const MOST_ROWS = 10;
const LONGEST_BODY = 4_096;
const LONGEST_BUTTON = 20;
const LONGEST_SECTION = 24;
const LONGEST_TITLE = 24;
const LONGEST_ID = 200;
const LONGEST_DESCRIPTION = 72;

interface Row {
	id: string;
	title: string;
	description?: string;
}

export function writeList(draft: ListDraft, writer: Writer): MessageContent {
	if (draft.header && draft.header.kind !== 'text') {
		writer.fault(`A list takes a text as its header or none, and not a ${draft.header.kind}.`);
	}
	const frame = writeFrame(draft, LONGEST_BODY, writer);
	const button = writer.text(draft.button, { what: 'The text of the list button', most: LONGEST_BUTTON }).trim();
	if (draft.rows.length < 1 || draft.rows.length > MOST_ROWS) {
		writer.fault(`The list has ${draft.rows.length} rows; WhatsApp takes 1 to ${MOST_ROWS}, all sections together.`);
	}
	return { type: 'interactive', interactive: { type: 'list', ...frame, action: { button, sections: sectionsOf(draft, writer) } } };
}

function sectionsOf({ rows }: ListDraft, writer: Writer) {
	const sections = new Map<string, Row[]>();
	rows.forEach((draft, index) => {
		const section = writer.optional(draft.section, { what: `The section of row ${index + 1}`, most: LONGEST_SECTION })?.trim() ?? '';
		sections.set(section, [...(sections.get(section) ?? []), rowOf(draft, index + 1, writer)]);
	});
	if (sections.size > 1 && sections.has('')) {
		writer.fault('Some rows of the list have a section and some have none: with more than one section, every row needs one.');
	}
	checkDistinct([...sections.values()].flat().map(({ id }) => id), 'row IDs', writer);
	return [...sections].map(([title, written]) => ({ ...(title === '' ? {} : { title }), rows: written }));
}

function rowOf({ title, id, description }: ListDraft['rows'][number], number: number, writer: Writer): Row {
	const text = writer.text(title, { what: `The title of row ${number}`, most: LONGEST_TITLE }).trim();
	const below = writer.optional(description, { what: `The description of row ${number}`, most: LONGEST_DESCRIPTION });
	const own = writer.optional(id, { what: `The ID of row ${number}`, most: LONGEST_ID })?.trim();
	return { id: own ?? text, title: text, ...(below === undefined ? {} : { description: below }) };
}
