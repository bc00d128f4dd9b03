/** What a run of a drip leaves behind: files that grew, the most memory, and how late its messages were. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';
import type { N8nInstance } from '../../scripts/n8n/instance';

/** Bytes of the databases. */
export interface DatabaseSizes {
	n8n: number;
	/** Our store's file. */
	store: number;
}

export function databaseSizes(dataFolder: string): DatabaseSizes {
	const storeFile = path.join(dataFolder, 'whatsapp-sequences', 'store.sqlite');
	return { n8n: bytesOf(path.join(dataFolder, 'database.sqlite')), store: bytesOf(storeFile) };
}

/** By its pages, so that what still waits in the log counts too: when the log is emptied is chance. */
function bytesOf(file: string): number {
	if (!existsSync(file)) return 0;
	const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
	const bytes = pragma('page_count') * pragma('page_size');
	database.close();
	return bytes;
}

/** Samples n8n's memory until told to stop. */
export function watchMemory(n8n: N8nInstance): { stop(): Promise<number> } {
	const end = new AbortController();
	const watching = (async () => {
		let most = 0;
		while (!end.signal.aborted) {
			most = Math.max(most, await n8n.memoryBytes());
			await wait(250, undefined, { signal: end.signal }).catch(() => undefined);
		}
		return most;
	})();
	return {
		stop: async () => {
			end.abort();
			return await watching;
		},
	};
}

/** A message that the emulator took. */
export interface Sent {
	to: string;
	/** UTC milliseconds. */
	at: number;
}

export const sentBy = async (emulatorUrl: string): Promise<Sent[]> => (await axios.get<Sent[]>(`${emulatorUrl}/emulator/sends`)).data;

/** Waits until so many messages were taken; throws when nothing has moved for a long time. */
export async function untilSent(emulatorUrl: string, count: number, patienceMs: number): Promise<Sent[]> {
	let last = { count: -1, at: Date.now() };
	for (;;) {
		const sent = await sentBy(emulatorUrl);
		if (sent.length >= count) return sent;
		if (sent.length > last.count) last = { count: sent.length, at: Date.now() };
		if (Date.now() - last.at > patienceMs) throw new Error(`${sent.length} of ${count} messages were sent, and then none for ${patienceMs / 1000} s.`);
		await wait(500);
	}
}

/**
 * Milliseconds that each message left after it was due: the first one is due a delay after the person came in, each
 * further one a delay after the one before it.
 *
 * @param cameIn when each person came in, by their number without the plus
 */
export function lateness(sent: Sent[], cameIn: ReadonlyMap<string, number>, delayMs: number): number[] {
	const anchors = new Map(cameIn);
	return [...sent]
		.sort((a, b) => a.at - b.at)
		.flatMap(({ to, at }) => {
			const anchor = anchors.get(to);
			anchors.set(to, at);
			return anchor === undefined ? [] : [at - anchor - delayMs];
		});
}
