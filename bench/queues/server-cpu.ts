/** What PostgreSQL itself spends, where its server runs on this machine: Linux tells of every process what it has used. */
import { readdirSync, readFileSync } from 'node:fs';
import { runSql } from '../postgres';

/** USER_HZ, which is 100 on every Linux of today. */
const MS_PER_TICK = 10;

interface Used {
	parent: string;
	/** Of the process, and of its children that have ended. */
	ticks: number;
}

/** null when there is no such process, or no /proc. */
function usedBy(pid: string): Used | null {
	try {
		// The name of the program stands in brackets and may hold anything.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
		return { parent: fields[1]!, ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) };
	} catch {
		return null;
	}
}

/** The process that all of the server's have come from; null when it runs elsewhere. */
async function serverProcess(url: string): Promise<string | null> {
	const [row] = await runSql(url, "SELECT pg_read_file('postmaster.pid') AS file").catch(() => []);
	const pid = String(row?.file ?? '').split('\n')[0]!;
	const isHere = ['127.0.0.1', 'localhost', '::1'].includes(new URL(url).hostname);
	return isHere && usedBy(pid) ? pid : null;
}

/** CPU milliseconds of the server so far, everybody's who uses it; null when it runs elsewhere, or keeps it to itself. */
export async function serverCpuMs(url: string): Promise<number | null> {
	const server = await serverProcess(url);
	if (server === null) return null;
	const ofTheServer = readdirSync('/proc').flatMap((pid) => {
		const used = /^\d+$/.test(pid) ? usedBy(pid) : null;
		return used && (pid === server || used.parent === server) ? [used.ticks] : [];
	});
	return ofTheServer.reduce((sum, ticks) => sum + ticks, 0) * MS_PER_TICK;
}
