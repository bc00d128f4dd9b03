/** A file of a message: by link or by Meta's id (Meta: business-phone-numbers/media). */
import type { FileSource } from './draft';
import type { Writer } from './writer';

const LONGEST_LINK = 2_000;
const MB = 1024 * 1024;

/** `what` names the file in sentences, e.g. "The image". */
export function writeFile(file: FileSource, what: string, writer: Writer): { id: string } | { link: string } {
	if (file.from === 'binary') {
		writer.fault(`${what} is in the binary field "${file.field}", which the item does not have.`);
		return { id: '' };
	}
	if (file.from === 'id') {
		const id = writer.text(file.id, { what: `${what}'s media ID`, most: 100 }).trim();
		if (id !== '' && !/^\d+$/.test(id)) writer.fault(`${what}'s media ID must be the number that Meta gave the file; "${id}" is none.`);
		return { id };
	}
	const link = writer.text(file.link, { what: `${what}'s link`, most: LONGEST_LINK }).trim();
	if (link !== '' && !/^https?:\/\/\S+$/i.test(link)) writer.fault(`${what}'s link must start with https://, and "${link}" does not.`);
	return { link };
}

interface FileRule {
	types: RegExp;
	/** Types in words. */
	takes: string;
	bytes: number;
}

/** Animated stickers may have more than the rest. */
const LARGEST_ANIMATED_STICKER = 500 * 1024;

/** Meta: business-phone-numbers/media#supported-media-types. */
const RULES: Record<string, FileRule> = {
	image: { types: /^image\/(jpeg|png)$/, takes: 'JPEG and PNG', bytes: 5 * MB },
	video: { types: /^video\/(mp4|3gpp)$/, takes: 'MP4 and 3GP', bytes: 16 * MB },
	audio: { types: /^audio\/(aac|amr|mpeg|mp4|ogg)$/, takes: 'AAC, AMR, MP3, M4A and OGG (Opus)', bytes: 16 * MB },
	document: { types: /^[a-z]+\/[\w.+-]+$/, takes: 'any type', bytes: 100 * MB },
	sticker: { types: /^image\/webp$/, takes: 'WebP', bytes: 100 * 1024 },
};

export interface FileFacts {
	mimeType: string;
	/** Bytes. */
	size: number;
	name: string;
	/** A picture that moves, see isAnimated; false unless it is said. */
	animated?: boolean;
}

/** What Meta would not take of a file, in one sentence; null when it can be uploaded. */
export function fileFault(kind: string, file: FileFacts): string | null {
	const rule = RULES[kind] ?? RULES.document;
	const type = file.mimeType.split(';')[0].trim().toLowerCase();
	if (!rule.types.test(type)) return `The file "${file.name}" is ${type || 'of no known type'}; as ${kind} WhatsApp takes ${rule.takes}.`;
	if (file.size === 0) return `The file "${file.name}" is empty.`;
	const largest = kind === 'sticker' && file.animated ? LARGEST_ANIMATED_STICKER : rule.bytes;
	if (file.size <= largest) return null;
	return `The file "${file.name}" has ${inWords(file.size)}; as ${kind} WhatsApp takes up to ${inWords(largest)}.`;
}

const ANIMATION = 0b10;

/** Whether a file is a WebP picture that moves: its header says so (https://developers.google.com/speed/webp/docs/riff_container). */
export function isAnimated(file: Buffer): boolean {
	const words = file.toString('latin1', 0, 16);
	return words.startsWith('RIFF') && words.endsWith('WEBPVP8X') && ((file[20] ?? 0) & ANIMATION) !== 0;
}

function inWords(bytes: number): string {
	return bytes >= MB ? `${(bytes / MB).toFixed(1).replace(/\.0$/, '')} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
