/**
 * What many people who wait cost those who are due: claims, speed, disk and memory with 10,000, 100,000 and 1,000,000
 * live enrollments, of which 1,000 are due at a time. docs/performance.md says how it is measured.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SequenceDefinition } from '../engine/sequence/definition';
import { dropSchema, postgresUrl, postgresVersion } from './postgres';
import { ask } from './processes';
import { definition, publish } from './queues/ours';
import { atLeast, atMost, conclude, quantile, rounded, type Bound } from './report';
import { DUE, load } from './scale/loader';
import type { Order, Worked } from './scale/process';
import { openSite, type Site } from './scale/site';

const QUICK = process.argv.includes('--quick');
const SIZES = QUICK ? [5_000, 20_000] : [10_000, 100_000, 1_000_000];
/** Each is 1,000 steps. People come round again after as many hours as it takes to serve everybody once. */
const HOURS = QUICK ? 8 : 40;
/** SQLite's page cache is 64 MiB, full or not; the rest is what a JavaScript heap sways by. */
const MEMORY_GROWTH_MIB = 128;

/** A step every `people / 1,000` hours: so at every hour exactly 1,000 of them are due. */
function roundTrip(people: number): SequenceDefinition {
	const steps = Array.from({ length: Math.ceil((HOURS * DUE) / people) + 1 }, (_, i) => ({
		...definition.steps[0]!,
		name: `step ${i + 1}`,
		delay: { amount: people / DUE, unit: 'hours' as const },
	}));
	return { ...definition, steps };
}

interface Running {
	site: Site;
	child: ChildProcess;
	bytesPerPerson: number;
	worked: Worked[];
}

async function start(site: Site): Promise<Running> {
	const store = await openSite(site);
	const sequenceId = await publish(store, roundTrip(site.people));
	await store.close();
	const bytesPerPerson = await load(site, sequenceId);
	const child = fork(path.join(__dirname, 'scale', 'process.ts'));
	await ask<Order, Worked>(child, { site });
	return { site, child, bytesPerPerson, worked: [] };
}

/** All sizes hour by hour, so that whatever else the machine does hits them alike. The first hour warms up. */
async function run(sites: Running[]): Promise<void> {
	for (let hour = 0; hour < HOURS; hour++) {
		for (const { site, child, worked } of sites) {
			const done = await ask<Order, Worked>(child, { hour });
			if (done.items !== DUE) throw new Error(`${done.items} of ${site.people} people were due in hour ${hour}, not ${DUE}`);
			if (hour > 0) worked.push(done);
		}
	}
}

const itemsPerSecond = ({ worked }: Running): number => Math.round((DUE / quantile(worked.map(({ allMs }) => allMs), 0.5)) * 1000);
const claim = ({ worked }: Running, share: number): number => rounded(quantile(worked.flatMap(({ claimMs }) => claimMs), share), 1);
const memory = ({ worked }: Running): number => Math.round(worked.at(-1)?.memoryMiB ?? NaN);

const nameOf = ({ site }: Running): string => `${site.store}, ${site.people.toLocaleString('en')} people`;

const rowOf = (running: Running): Record<string, number> => ({
	'claim of 500, median ms': claim(running, 0.5),
	'claim of 500, p95 ms': claim(running, 0.95),
	'claimed and finished a second': itemsPerSecond(running),
	'bytes of database per person': Math.round(running.bytesPerPerson),
	'resident memory, MiB': memory(running),
});

function boundsOf(sites: Running[]): Record<string, Bound> {
	const small = sites[0]!;
	const large = sites.at(-1)!;
	const sizes = `${large.site.people.toLocaleString('en')} people beside ${small.site.people.toLocaleString('en')}`;
	const name = large.site.store;
	return {
		[`${name}: speed with ${sizes}`]: atLeast(rounded(itemsPerSecond(large) / itemsPerSecond(small)), 0.8),
		[`${name}: p95 of a claim with ${sizes}`]: atMost(rounded(claim(large, 0.95) / claim(small, 0.95)), 3),
		[`${name}: bytes of database per person`]: atMost(Math.round(large.bytesPerPerson), 1_023),
		[`${name}: MiB of memory more with ${sizes}`]: atMost(memory(large) - memory(small), MEMORY_GROWTH_MIB),
	};
}

async function main(): Promise<number> {
	const url = postgresUrl();
	const folder = await mkdtemp(path.join(tmpdir(), 'bench-scale-'));
	const sites = (['postgres', 'embedded'] as const).map((store) =>
		SIZES.map((people): Site => ({
			store,
			people,
			url,
			schema: `bench_${process.pid}_${people}`,
			file: path.join(folder, `${people}.sqlite`),
		})),
	);
	const children: ChildProcess[] = [];
	try {
		const results: Running[][] = [];
		for (const sizes of sites) {
			const running: Running[] = [];
			for (const site of sizes) running.push(await start(site));
			children.push(...running.map(({ child }) => child));
			await run(running);
			results.push(running);
		}
		return conclude({
			bench: 'scale',
			versions: { node: process.version, postgres: await postgresVersion(url), sqlite: process.versions.sqlite ?? '' },
			rows: Object.fromEntries(results.flat().map((running) => [nameOf(running), rowOf(running)])),
			must: Object.assign({}, ...results.map(boundsOf)) as Record<string, Bound>,
		});
	} finally {
		for (const child of children) child.kill();
		for (const { schema } of sites.flat()) await dropSchema(url, schema);
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
