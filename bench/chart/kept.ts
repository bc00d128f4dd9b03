/** What a bench said last, as it is kept in docs/performance/. */
import { readFile } from 'node:fs/promises';
import type { Report } from '../report';

/** The last line of a bench: its report, and where and when it was measured. */
export interface Kept extends Report {
	machine: string;
	/** ISO instant. */
	date: string;
}

export async function readKept(file: string): Promise<Kept> {
	return JSON.parse(await readFile(file, 'utf8')) as Kept;
}
