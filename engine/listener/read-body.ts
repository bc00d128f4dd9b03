/** The bytes of a request, and not one more than allowed. */
import type { IncomingMessage } from 'node:http';

/**
 * Resolves with the body, or with `too large` as soon as that is known; the rest is then not read. Rejects when the
 * client goes away before the end.
 */
export async function readBody(request: IncomingMessage, largest: number): Promise<Buffer | 'too large'> {
	if (Number(request.headers['content-length'] ?? 0) > largest) return 'too large';
	const chunks: Buffer[] = [];
	let size = 0;
	// The connection stays, so that the refusal can still be read.
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > largest) return 'too large';
		chunks.push(chunk);
	}
	return Buffer.concat(chunks, size);
}
