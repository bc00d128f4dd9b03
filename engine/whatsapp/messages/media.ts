/** Image, video, document, audio, sticker (Meta: messages/image-messages and its siblings). */
import type { MessageContent } from '../message-body';
import type { MediaDraft, MediaKind } from './draft';
import { writeFile } from './file';
import type { Writer } from './writer';

const LONGEST_CAPTION = 1_024;
const LONGEST_FILE_NAME = 240;
const CAPTIONED: ReadonlySet<MediaKind> = new Set(['image', 'video', 'document']);

export function writeMedia({ kind, file, caption, fileName, voice }: MediaDraft, writer: Writer): MessageContent {
	const media: Record<string, unknown> = writeFile(file, `The ${kind}`, writer);
	const text = CAPTIONED.has(kind) ? writer.optional(caption, { what: 'The caption', most: LONGEST_CAPTION }) : undefined;
	if (text !== undefined) media.caption = text;
	if (kind === 'document') {
		// Without a name, WhatsApp shows a document as "Untitled".
		const name = writer.optional(fileName, { what: 'The file name', most: LONGEST_FILE_NAME }) ?? nameInLink(media.link);
		if (name) media.filename = name.trim();
	}
	if (kind === 'audio' && voice) media.voice = true;
	return { type: kind, [kind]: media };
}

function nameInLink(link: unknown): string {
	const last = typeof link === 'string' ? (link.replace(/[?#].*$/, '').split('/').pop() ?? '') : '';
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}
