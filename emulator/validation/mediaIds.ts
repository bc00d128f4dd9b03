import { GraphError } from '../errors';
import { asText, isObject, type Json } from '../json';
import type { MediaStore } from '../media';

const KINDS = ['image', 'video', 'audio', 'document', 'sticker', 'gif'];

/** Every media id in a message must be of a file that was uploaded, and of its kind. Source: D/business-phone-numbers/media */
export function checkMediaIds(value: Json | undefined, media: MediaStore): void {
	if (Array.isArray(value)) {
		for (const part of value) checkMediaIds(part, media);
		return;
	}
	if (!isObject(value)) return;
	for (const [key, part] of Object.entries(value)) {
		if (KINDS.includes(key) && isObject(part) && part.id !== undefined) checkId(key, asText(part.id) ?? '', media);
		else checkMediaIds(part, media);
	}
}

function checkId(kind: string, id: string, media: MediaStore): void {
	const file = media.get(id);
	if (!file) {
		throw new GraphError(100, { details: `Param ${kind}['id'] is not a valid whatsapp business account media attachment ID` });
	}
	const family = kind === 'sticker' ? 'image' : kind === 'gif' ? 'video' : kind;
	if (family !== 'document' && !file.mimeType.startsWith(family + '/')) {
		throw new GraphError(131053, { details: `Unsupported ${kind} mime type ${file.mimeType}.` });
	}
}
