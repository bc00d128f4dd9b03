/** An n8n of a bench: a fresh one with the packed nodes, on its default settings. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setUpFromEnvironment } from '../../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../../scripts/n8n/instance';
import { N8nRest } from '../../scripts/n8n/rest';

export interface BenchN8n {
	n8n: N8nInstance;
	rest: N8nRest;
	/** The folder n8n and the bench keep their files in; gone after close. */
	folder: string;
	close(): Promise<void>;
}

export const newFolder = async (): Promise<string> => await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-bench-'));

/** @param env settings of n8n on top of the quiet ones */
export async function startBenchN8n(folder: string, env: Record<string, string> = {}): Promise<BenchN8n> {
	const n8n = await startN8n({ ...setUpFromEnvironment(), userFolder: folder, env: { ...env, ...profiling() } });
	const rest = new N8nRest(n8n.url);
	await rest.signIn();
	return {
		n8n,
		rest,
		folder,
		close: async () => {
			await n8n.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** BENCH_CPU_PROFILE=FOLDER leaves a CPU profile of n8n there, to see where the time goes. It slows n8n down. */
function profiling(): Record<string, string> {
	const folder = process.env.BENCH_CPU_PROFILE;
	return folder ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(folder)}` } : {};
}

/** What one call of a workflow cost n8n. */
export interface Cost {
	seconds: number;
	/** All of n8n's process, user and system time. */
	cpuSeconds: number;
}

export async function costOf(n8n: N8nInstance, work: () => Promise<unknown>): Promise<Cost> {
	const before = await n8n.cpuSeconds();
	const started = performance.now();
	await work();
	const seconds = (performance.now() - started) / 1000;
	return { seconds, cpuSeconds: (await n8n.cpuSeconds()) - before };
}
