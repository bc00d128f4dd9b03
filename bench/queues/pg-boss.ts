/** pg-boss by its batch calls: insert, fetch with batchSize, complete with all ids of the batch. */
import { BATCH, batches, tomorrow, untilEmpty, type Place, type Queue } from './queue';
import { rival } from './rivals';

interface Boss {
	on(event: 'error', listener: (error: Error) => void): void;
	start(): Promise<unknown>;
	stop(options: { graceful: boolean }): Promise<void>;
	createQueue(name: string): Promise<void>;
	insert(name: string, jobs: Array<{ data: object; startAfter?: Date }>): Promise<unknown>;
	fetch(name: string, options: { batchSize: number }): Promise<Array<{ id: string; data: object }>>;
	complete(name: string, ids: string[]): Promise<unknown>;
}

type PgBossModule = { PgBoss: new (options: object) => Boss };

const QUEUE = 'bench';

/** Maintenance and timers are off while it is measured: they would only cost it time. */
async function start({ url, schema }: Place): Promise<Boss> {
	const { PgBoss } = await rival<PgBossModule>('pg-boss');
	const boss = new PgBoss({ connectionString: url, schema, supervise: false, schedule: false });
	boss.on('error', (error) => console.error(error));
	await boss.start();
	return boss;
}

/** What a batch's end takes: nothing else, or the next job of each. */
type Follow = (boss: Boss, jobs: Array<{ data: object }>) => Promise<unknown>;

const inserting: Follow = (boss, jobs) => {
	const startAfter = tomorrow();
	return boss.insert(QUEUE, jobs.map(({ data }) => ({ data, startAfter })));
};

const queue = (follow?: Follow): Queue => ({
	async install(place) {
		const boss = await start(place);
		await boss.createQueue(QUEUE);
		await boss.stop({ graceful: false });
	},
	async open(place) {
		const boss = await start(place);
		return {
			async add(share) {
				for (const items of batches(share)) await boss.insert(QUEUE, items.map((data) => ({ data })));
			},
			workOff: () =>
				untilEmpty(async () => {
					const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
					if (jobs.length > 0) await follow?.(boss, jobs);
					if (jobs.length > 0) await boss.complete(QUEUE, jobs.map(({ id }) => id));
					return jobs.length;
				}),
			close: () => boss.stop({ graceful: false }),
		};
	},
});

/** A job done, and nothing after it. */
export const pgBoss = queue();
/** A step's work: done, and the next one waits for tomorrow. */
export const pgBossFollowed = queue(inserting);
