/**
 * A sequence that is changed while 100,000 people are in it: how long it takes until all have gone over, and how long a
 * claim waits meanwhile, in the same process. docs/performance.md says how it is measured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { SequenceDefinition } from '../engine/sequence/definition';
import { dropSchema, postgresUrl, postgresVersion } from './postgres';
import { ACCOUNT, definition, publish } from './queues/ours';
import { atMost, conclude, median, rounded, type Bound } from './report';
import { load, START } from './scale/loader';
import { openSite, type Site } from './scale/site';

const QUICK = process.argv.includes('--quick');
const PEOPLE = QUICK ? 10_000 : 100_000;

const [first, second] = definition.steps;
const before: SequenceDefinition = { ...definition, steps: [{ ...first!, name: 'step 1' }, second!] };
/** Everybody's step gets another name and another time, in calendar days of each contact. */
const after: SequenceDefinition = { ...before, steps: [{ ...first!, name: 'hello', delay: { amount: 3, unit: 'days' } }, second!] };

interface Edited {
	seconds: number;
	cpuSeconds: number;
	moved: number;
	claimMs: number[];
}

async function edit(site: Site): Promise<Edited> {
	const installed = await openSite(site);
	const sequenceId = await publish(installed, before);
	await installed.close();
	await load(site, sequenceId);
	const store = await openSite(site);
	try {
		const account = store.forAccount(ACCOUNT);
		const claimMs: number[] = [];
		const cpu = process.cpuUsage();
		const began = performance.now();
		let done = false;
		const owner = { workflowId: 'bench', nodeId: 'bench', label: 'Bench / Sequence Trigger' };
		const edition = account.publishSequence(after, owner, START - 12 * 60 * 60_000).finally(() => (done = true));
		while (!done) {
			const asked = performance.now();
			await account.claimDue({ sequenceId, owner: 'bench', limit: 500, leaseMs: 60_000 }, START - 12 * 60 * 60_000);
			claimMs.push(performance.now() - asked);
			await setImmediate();
		}
		const { moved } = await edition;
		const { user, system } = process.cpuUsage(cpu);
		return {
			seconds: (performance.now() - began) / 1000,
			cpuSeconds: (user + system) / 1e6,
			moved: moved.reduce((sum, { count }) => sum + count, 0),
			claimMs,
		};
	} finally {
		await store.close();
	}
}

async function main(): Promise<number> {
	const url = postgresUrl();
	const folder = await mkdtemp(path.join(tmpdir(), 'bench-edit-'));
	const sites = (['postgres', 'embedded'] as const).map(
		(store): Site => ({ store, people: PEOPLE, url, schema: `bench_${process.pid}`, file: path.join(folder, 'store.sqlite') }),
	);
	const figures: Record<string, number> = {};
	const must: Record<string, Bound> = {};
	try {
		for (const site of sites) {
			const { seconds, cpuSeconds, moved, claimMs } = await edit(site);
			if (moved !== PEOPLE) throw new Error(`${site.store}: ${moved} of ${PEOPLE} people went over`);
			figures[`${site.store}: seconds until ${PEOPLE.toLocaleString('en')} people had gone over`] = rounded(seconds, 1);
			figures[`${site.store}: CPU seconds of Node`] = rounded(cpuSeconds, 1);
			figures[`${site.store}: claims meanwhile`] = claimMs.length;
			figures[`${site.store}: claim meanwhile, median ms`] = rounded(median(claimMs), 1);
			must[`${site.store}: longest claim meanwhile, ms`] = atMost(Math.round(Math.max(...claimMs)), 1_000);
		}
		return conclude({
			bench: 'edit',
			versions: { node: process.version, postgres: await postgresVersion(url), sqlite: process.versions.sqlite ?? '' },
			figures,
			must,
		});
	} finally {
		await dropSchema(url, sites[0]!.schema);
		await rm(folder, { recursive: true, force: true });
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
