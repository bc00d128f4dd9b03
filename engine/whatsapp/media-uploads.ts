/** Uploads files to Meta, each distinct one once (Meta: business-phone-numbers/media). */
import { createHash } from 'node:crypto';
import type { GraphAnswer, GraphTransport } from './transport';
import type { UploadFile } from './multipart';

/** Meta keeps an upload for 30 days; a day is left for messages that are delivered late. */
const KEPT_MS = 29 * 24 * 60 * 60_000;
/** Ids remembered: 64 characters of hash and some 20 of id each. */
const MOST_REMEMBERED = 2_000;

export type Upload = { ok: true; id: string } | { ok: false; answer: Exclude<GraphAnswer, { kind: 'ok' }> };

export class MediaUploads {
	/** By hash and type, the oldest first. */
	private readonly known = new Map<string, { id: Promise<Upload>; at: number }>();

	/** `now` gives the present in UTC milliseconds. */
	constructor(
		private readonly phoneNumberId: string,
		private readonly now: () => number,
	) {}

	/** Meta's id of the file. Callers with the same content share one upload; a failed one is tried anew next time. */
	async idOf(transport: GraphTransport, file: UploadFile): Promise<Upload> {
		const key = `${createHash('sha256').update(file.bytes).digest('hex')} ${file.mimeType}`;
		const earlier = this.known.get(key);
		if (earlier && this.now() - earlier.at < KEPT_MS) return await earlier.id;
		const id = this.upload(transport, file);
		this.known.delete(key);
		this.known.set(key, { id, at: this.now() });
		this.forgetOldest();
		const upload = await id;
		if (!upload.ok) this.known.delete(key);
		return upload;
	}

	private forgetOldest(): void {
		for (const key of this.known.keys()) {
			if (this.known.size <= MOST_REMEMBERED) return;
			this.known.delete(key);
		}
	}

	private async upload(transport: GraphTransport, file: UploadFile): Promise<Upload> {
		const answer = await transport.call({ method: 'POST', path: `${this.phoneNumberId}/media`, file });
		if (answer.kind !== 'ok') return { ok: false, answer };
		const { id } = answer.body;
		if (typeof id === 'string' && id !== '') return { ok: true, id };
		return { ok: false, answer: { kind: 'lost', detail: 'The answer to the upload holds no id.' } };
	}
}

/** The process's uploads of a number: all nodes and executions share them. */
export function sharedMediaUploads(graphBaseUrl: string, phoneNumberId: string): MediaUploads {
	const key = `${graphBaseUrl} ${phoneNumberId}`;
	const uploads = shared.get(key) ?? new MediaUploads(phoneNumberId, Date.now);
	shared.set(key, uploads);
	return uploads;
}

const shared = new Map<string, MediaUploads>();
