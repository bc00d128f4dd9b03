/**
 * Our stores beside the job queues on PostgreSQL, in the same run: taking items in, and working them off, with 1 and 4
 * processes. docs/performance.md says what is measured and why it is fair.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dropSchema, postgresUrl, postgresVersion, settleDown } from './postgres';
import { QUEUES, type QueueName } from './queues/all';
import { Processes, type Figures } from './queues/processes';
import { rivalVersion } from './queues/rivals';
import { atLeast, conclude, median, rounded } from './report';

const QUICK = process.argv.includes('--quick');
const ITEMS = QUICK ? 4_000 : 100_000;
/** Odd, so that the median is one of them. */
const ROUNDS = QUICK ? 1 : 3;

interface Contest {
	queue: QueueName;
	processes: number;
}

const RIVALS: QueueName[] = ['graphile-worker', 'pg-boss'];
const RIVALS_ON_SAME_WORK: QueueName[] = ['graphile-worker, next job', 'pg-boss, next job'];
const ON_POSTGRES: QueueName[] = ['ours', 'ours, sending', ...RIVALS, ...RIVALS_ON_SAME_WORK];
const EMBEDDED: QueueName[] = ['embedded', 'embedded, sending'];

/** One after the other within a round, so that whatever else the machine does hits all alike. */
const CONTESTS: Contest[] = [
	...[1, 4].flatMap((processes) => ON_POSTGRES.map((queue) => ({ queue, processes }))),
	...EMBEDDED.map((queue) => ({ queue, processes: 1 })),
];

interface Sample {
	add: Figures;
	work: Figures;
}

async function measure({ queue, processes }: Contest, url: string): Promise<Sample> {
	const place = { url, schema: `bench_${process.pid}`, folder: await mkdtemp(path.join(tmpdir(), 'bench-store-')) };
	try {
		await dropSchema(url, place.schema);
		await QUEUES[queue].install(place);
		const workers = await Processes.start(processes, queue, place);
		try {
			const add = await workers.add(ITEMS);
			await settleDown(url);
			const work = await workers.workOff();
			if (work.items !== ITEMS) throw new Error(`${queue} worked off ${work.items} of ${ITEMS} items`);
			return { add, work };
		} finally {
			await workers.stop();
		}
	} finally {
		await dropSchema(url, place.schema);
		await rm(place.folder, { recursive: true, force: true });
	}
}

const nameOf = ({ queue, processes }: Contest): string => `${queue}, ${processes} process${processes > 1 ? 'es' : ''}`;

async function main(): Promise<number> {
	const url = postgresUrl();
	const samples = new Map<string, Sample[]>(CONTESTS.map((contest) => [nameOf(contest), []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const contest of CONTESTS) samples.get(nameOf(contest))?.push(await measure(contest, url));
	}
	const of = (name: string, value: (sample: Sample) => number): number => median((samples.get(name) ?? []).map(value));
	const workRate = (queue: QueueName, processes: number): number =>
		of(nameOf({ queue, processes }), ({ work }) => work.items / work.seconds);
	const timesBetter = (rivals: QueueName[], processes: number): number =>
		rounded(workRate('ours', processes) / Math.max(...rivals.map((rival) => workRate(rival, processes))));
	const perCpuSecond = (queue: QueueName): number =>
		Math.round(of(nameOf({ queue, processes: 1 }), ({ work }) => (work.items / work.cpuMs) * 1000));

	return conclude({
		bench: 'store',
		versions: {
			node: process.version,
			postgres: await postgresVersion(url),
			sqlite: process.versions.sqlite ?? '',
			'graphile-worker': rivalVersion('graphile-worker'),
			'pg-boss': rivalVersion('pg-boss'),
		},
		figures: {
			...Object.fromEntries(
				[...samples.keys()].flatMap((name) => [
					[`${name}: items taken in per second`, Math.round(of(name, ({ add }) => add.items / add.seconds))],
					[`${name}: items worked off per second`, Math.round(of(name, ({ work }) => work.items / work.seconds))],
					[`${name}: CPU ms of Node per 1,000 worked off`, rounded(of(name, ({ work }) => (work.cpuMs / work.items) * 1000), 1)],
				]),
			),
			'times the better rival without a next job, 1 process': timesBetter(RIVALS, 1),
			'times the better rival without a next job, 4 processes': timesBetter(RIVALS, 4),
			'embedded: steps per CPU second, sending': perCpuSecond('embedded, sending'),
		},
		must: {
			'claim + finish, times the better rival on the same work, 1 process': atLeast(timesBetter(RIVALS_ON_SAME_WORK, 1), 2),
			'claim + finish, times the better rival on the same work, 4 processes': atLeast(timesBetter(RIVALS_ON_SAME_WORK, 4), 2),
			'embedded: steps claimed and finished per CPU second': atLeast(perCpuSecond('embedded'), 20_000),
		},
	});
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
