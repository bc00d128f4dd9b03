import { GraphError, missing, unknownObject } from '../errors';
import { ok, type Answer, type Call } from '../http/request';
import type { World } from '../world';

const MB = 1_024 * 1_024;
const DOCUMENT_MAX = 100 * MB;
/** Largest file by type. Source: D/business-phone-numbers/media#supported-media-types */
const LIMITS: ReadonlyArray<readonly [RegExp, number]> = [
	[/^image\/webp$/, 500 * 1_024],
	[/^image\//, 5 * MB],
	[/^(audio|video)\//, 16 * MB],
];

/** `POST /{PNID}/media`: a multipart body with `messaging_product`, `type` and `file`. Source: D/business-phone-numbers/media */
export function uploadMedia(world: World, call: Call): Answer {
	const parts = multipart(call.headers['content-type'] ?? '', call.raw);
	const text = (name: string): string | undefined => parts.find((part) => part.name === name)?.content.toString('utf8');
	if (text('messaging_product') !== 'whatsapp') throw missing('messaging_product');
	const file = parts.find((part) => part.name === 'file');
	if (!file) throw missing('file');
	const mimeType = file.mimeType ?? text('type');
	if (!mimeType) throw missing('type');
	if (!/^(audio|video|image|text|application)\//.test(mimeType)) {
		throw new GraphError(100, { title: `Param file must be a file with one of the supported types. Received file of type '${mimeType}'.` });
	}
	const limit = LIMITS.find(([family]) => family.test(mimeType))?.[1] ?? DOCUMENT_MAX;
	if (file.content.length === 0 || file.content.length > limit) {
		throw new GraphError(131053, { details: `Media upload error: the file has ${file.content.length} bytes, and 1 to ${limit} are taken for ${mimeType}.` });
	}
	return ok({ id: world.media.put(mimeType, file.content).id });
}

/** `GET /{MEDIA_ID}`: where the file is. Meta's address lives for 5 minutes and needs the same token. */
export function getMedia(world: World, call: Call, id: string): Answer {
	const file = world.media.get(id);
	if (!file) throw unknownObject(call.method, id);
	return ok({
		url: `${world.baseUrl}/emulator/media/${id}`,
		mime_type: file.mimeType,
		sha256: file.sha256,
		file_size: file.bytes.length,
		id,
		messaging_product: 'whatsapp',
	});
}

export function deleteMedia(world: World, call: Call, id: string): Answer {
	if (!world.media.delete(id)) throw unknownObject(call.method, id);
	return ok({ success: true });
}

interface Part {
	name: string;
	mimeType?: string;
	content: Buffer;
}

/** The parts of a multipart/form-data body; an unreadable one has none. */
function multipart(contentType: string, raw: Buffer): Part[] {
	const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
	if (!boundary) return [];
	const mark = Buffer.from('--' + (boundary[1] ?? boundary[2]).trim());
	const parts: Part[] = [];
	let start = raw.indexOf(mark);
	while (start >= 0) {
		const end = raw.indexOf(mark, start + mark.length);
		if (end < 0) break;
		// A part stands between two marks, with a line end after the first and before the second.
		const part = raw.subarray(start + mark.length + 2, end - 2);
		const split = part.indexOf('\r\n\r\n');
		if (split >= 0) {
			const head = part.subarray(0, split).toString('utf8');
			const name = /name="([^"]*)"/i.exec(head)?.[1];
			const mimeType = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim();
			if (name !== undefined) parts.push({ name, mimeType, content: part.subarray(split + 4) });
		}
		start = end;
	}
	return parts;
}
