import { createHash, randomInt } from 'node:crypto';

export interface StoredMedia {
	id: string;
	mimeType: string;
	bytes: Buffer;
	sha256: string;
}

/** Bytes kept altogether; the oldest files go first. */
const KEPT_BYTES = 64 * 1_024 * 1_024;

/** Files uploaded by the business, and those customers have sent. */
export class MediaStore {
	private readonly files = new Map<string, StoredMedia>();
	private total = 0;

	put(mimeType: string, bytes: Buffer): StoredMedia {
		const id = `9${randomInt(1e7, 1e8)}${randomInt(1e6, 1e7)}`;
		const file: StoredMedia = { id, mimeType, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
		this.files.set(id, file);
		this.total += bytes.length;
		for (const [oldest, old] of this.files) {
			if (this.total <= KEPT_BYTES || oldest === id) break;
			this.files.delete(oldest);
			this.total -= old.bytes.length;
		}
		return file;
	}

	get(id: string): StoredMedia | undefined {
		return this.files.get(id);
	}

	delete(id: string): boolean {
		this.total -= this.files.get(id)?.bytes.length ?? 0;
		return this.files.delete(id);
	}

	reset(): void {
		this.files.clear();
		this.total = 0;
	}
}
