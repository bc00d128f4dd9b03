import { readdir, readFile } from 'node:fs/promises';

// The kernel counts in ticks of 1/100 s on every platform Node has binaries for (USER_HZ).
const ticksPerSecond = 100;

interface ProcessStat {
	parent: number;
	/** User plus system time so far, in seconds. */
	cpuSeconds: number;
}

/**
 * CPU seconds used so far by a process and its living descendants.
 *
 * @throws Error where there is no /proc, or when the process is gone.
 */
export async function cpuSecondsOf(pid: number): Promise<number> {
	const family = await familyOf(pid);
	return [...family.values()].reduce((sum, stat) => sum + stat.cpuSeconds, 0);
}

/**
 * Resident memory in bytes of a process and its living descendants. Pages they share are counted for each.
 *
 * @throws Error where there is no /proc, or when the process is gone.
 */
export async function memoryBytesOf(pid: number): Promise<number> {
	const family = await familyOf(pid);
	const sizes = await Promise.all([...family.keys()].map(residentBytes));
	return sizes.reduce((sum, size) => sum + size, 0);
}

async function familyOf(pid: number): Promise<Map<number, ProcessStat>> {
	const stats = await allStats();
	const own = stats.get(pid);
	if (own === undefined) {
		throw new Error(`Process ${pid} is not running, so its use of the machine cannot be read. Start it first.`);
	}
	const family = new Map([[pid, own]]);
	for (let grown = true; grown; ) {
		grown = false;
		for (const [candidate, stat] of stats) {
			if (family.has(candidate) || !family.has(stat.parent)) continue;
			family.set(candidate, stat);
			grown = true;
		}
	}
	return family;
}

async function allStats(): Promise<Map<number, ProcessStat>> {
	const names = await readdir('/proc').catch(() => {
		throw new Error('CPU and memory are read from /proc, which this system does not have. Measure on Linux.');
	});
	const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
	const read = await Promise.all(pids.map(async (pid) => [pid, await statOf(pid)] as const));
	return new Map(read.flatMap(([pid, stat]) => (stat === undefined ? [] : [[pid, stat] as const])));
}

/** undefined when the process ended in the meantime. */
async function statOf(pid: number): Promise<ProcessStat | undefined> {
	const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
	return parseStat(text);
}

/**
 * Reads one line of /proc/<pid>/stat. The second field is the command's name in parentheses, which may itself
 * hold spaces and parentheses, so fields are counted from the last one.
 */
export function parseStat(text: string): ProcessStat | undefined {
	const afterName = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const [, parent, , , , , , , , , , userTicks, systemTicks] = afterName;
	if (parent === undefined || userTicks === undefined || systemTicks === undefined) return undefined;
	return { parent: Number(parent), cpuSeconds: (Number(userTicks) + Number(systemTicks)) / ticksPerSecond };
}

async function residentBytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
