/** A stream of bytes as lines of text, unpacked where it is packed. Holds one line and one piece at a time. */
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { StoreRefusal } from '../store/contract';

/** Characters: a record is a row, and the largest column that we write is a sequence of some 100 steps. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Throws StoreRefusal for a packed file that is cut off or damaged, and for a line that no export has. */
export async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	for await (const piece of unpacked(bytes)) {
		const lines = (rest + decoder.write(piece)).split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > LONGEST_LINE) throw new StoreRefusal('This file has lines too long for an export of WhatsApp Sequences. Take the file of the operation Export Account, unchanged.');
		yield* lines;
	}
	rest += decoder.end();
	if (rest !== '') yield rest;
}

/** By its first two bytes, whatever the file is called. */
async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const pieces = bytes[Symbol.asyncIterator]();
	let head = Buffer.alloc(0);
	while (head.length < 2) {
		const next = await pieces.next();
		if (next.done) break;
		head = Buffer.concat([head, next.value]);
	}
	const all = joined(head, { [Symbol.asyncIterator]: () => pieces });
	if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all;
	else yield* gunzip(all);
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	yield head;
	yield* rest;
}

async function* gunzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const source = Readable.from(bytes);
	const target = createGunzip();
	source.on('error', (error) => target.destroy(error));
	try {
		for await (const piece of source.pipe(target)) yield piece as Buffer;
	} catch (error) {
		throw explained(error);
	} finally {
		source.destroy();
	}
}

/** zlib's errors have codes of their own; others come from where the bytes come from. */
function explained(error: unknown): unknown {
	if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return error;
	return new StoreRefusal('The file is packed, and damaged or cut off. Take the file of the operation Export Account, unchanged, or export again.');
}
