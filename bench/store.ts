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
import { serverCpuMs } from './queues/server-cpu';
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
/** The least that steps of a sequence take, whatever the store. */
const BARE: QueueName = 'bare steps on PostgreSQL';
const EMBEDDED: QueueName[] = ['embedded', 'embedded, sending', 'SQLite itself'];

/**
 * Who is compared with each other. They take turns within a round, so that whatever else the machine does hits all alike.
 * The embedded ones come first: what PostgreSQL still writes and vacuums after its turn made them half as slow again.
 */
const GROUPS: Contest[][] = [
	EMBEDDED.map((queue) => ({ queue, processes: 1 })),
	[...[1, 4].flatMap((processes) => [...ON_POSTGRES, BARE].map((queue) => ({ queue, processes }))), { queue: 'PostgreSQL itself', processes: 1 }],
];

interface Sample {
	add: Figures;
	work: Figures;
	/** CPU of PostgreSQL while it worked off; NaN when that cannot be seen from here. */
	serverMs: number;
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
			const before = (await serverCpuMs(url)) ?? NaN;
			const work = await workers.workOff();
			const serverMs = ((await serverCpuMs(url)) ?? NaN) - before;
			if (work.items !== ITEMS) throw new Error(`${queue} worked off ${work.items} of ${ITEMS} items`);
			return { add, work, serverMs };
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
	const contests = GROUPS.flat();
	const samples = new Map<string, Sample[]>(contests.map((contest) => [nameOf(contest), []]));
	for (const group of GROUPS) {
		for (let round = 0; round < ROUNDS; round++) {
			for (const contest of group) samples.get(nameOf(contest))?.push(await measure(contest, url));
		}
	}
	const of = (name: string, value: (sample: Sample) => number): number => median((samples.get(name) ?? []).map(value));
	const workRate = (queue: QueueName, processes: number): number =>
		of(nameOf({ queue, processes }), ({ work }) => work.items / work.seconds);
	const timesBetter = (queue: QueueName, rivals: QueueName[], processes: number): number =>
		rounded(workRate(queue, processes) / Math.max(...rivals.map((rival) => workRate(rival, processes))));
	const microsOf = (contest: Contest, ms: (sample: Sample) => number): number =>
		rounded(of(nameOf(contest), (sample) => (ms(sample) / sample.work.items) * 1000), 1);
	const rowOf = (contest: Contest): Record<string, number> => {
		const node = microsOf(contest, ({ work }) => work.cpuMs);
		const server = EMBEDDED.includes(contest.queue) ? 0 : microsOf(contest, ({ serverMs }) => serverMs);
		return {
			'taken in a second': Math.round(of(nameOf(contest), ({ add }) => add.items / add.seconds)),
			'worked off a second': Math.round(workRate(contest.queue, contest.processes)),
			'µs of CPU in Node an item': node,
			'µs in PostgreSQL': server,
			'µs in all': rounded(node + server, 1),
		};
	};
	const cpuTimesBetter = (processes: number): number => {
		const cost = (queue: QueueName): number => rowOf({ queue, processes })['µs in all']!;
		return rounded(Math.min(...RIVALS_ON_SAME_WORK.map(cost)) / cost('ours'));
	};
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
		rows: Object.fromEntries(contests.map((contest) => [nameOf(contest), rowOf(contest)])),
		figures: {
			'CPU of Node and PostgreSQL, times less than the better rival on the same work, 1 process': cpuTimesBetter(1),
			'CPU of Node and PostgreSQL, times less than the better rival on the same work, 4 processes': cpuTimesBetter(4),
			'times the better rival without a next job, 1 process': timesBetter('ours', RIVALS, 1),
			'times the better rival without a next job, 4 processes': timesBetter('ours', RIVALS, 4),
			'bare steps on PostgreSQL, times the better rival on the same work, 1 process': timesBetter(BARE, RIVALS_ON_SAME_WORK, 1),
			'bare steps on PostgreSQL, times the better rival on the same work, 4 processes': timesBetter(BARE, RIVALS_ON_SAME_WORK, 4),
			'PostgreSQL itself, times the better rival on the same work, 1 process': timesBetter('PostgreSQL itself', RIVALS_ON_SAME_WORK, 1),
			'embedded: steps per CPU second, sending': perCpuSecond('embedded, sending'),
			'embedded: steps per CPU second of SQLite alone': perCpuSecond('SQLite itself'),
			'embedded: share of what SQLite alone does': rounded(perCpuSecond('embedded') / perCpuSecond('SQLite itself')),
		},
		must: {
			'claim + finish, times the better rival on the same work, 1 process': atLeast(timesBetter('ours', RIVALS_ON_SAME_WORK, 1), 2),
			'claim + finish, times the better rival on the same work, 4 processes': atLeast(timesBetter('ours', RIVALS_ON_SAME_WORK, 4), 2),
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
