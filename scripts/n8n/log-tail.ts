import type { Readable } from 'node:stream';

/** Keeps the last lines of what a process writes, so that an error can show them. */
export class LogTail {
	private readonly lines: string[] = [];
	private unfinished = '';

	/** @param capacity How many lines to keep at most. */
	constructor(private readonly capacity: number) {}

	/** Takes in everything the stream gives from now on. */
	follow(stream: Readable | null): void {
		stream?.setEncoding('utf8').on('data', (chunk: string) => this.append(chunk));
	}

	/** The last `count` lines, by default all that are kept. */
	text(count = this.capacity): string {
		const all = this.unfinished === '' ? this.lines : [...this.lines, this.unfinished];
		return all.slice(-count).join('\n');
	}

	private append(chunk: string): void {
		const parts = (this.unfinished + chunk).split('\n');
		this.unfinished = parts.pop() ?? '';
		this.lines.push(...parts);
		if (this.lines.length > this.capacity) this.lines.splice(0, this.lines.length - this.capacity);
	}
}
