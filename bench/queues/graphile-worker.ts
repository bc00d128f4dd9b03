/**
 * graphile-worker as its page on performance sets it up for speed (worker.graphile.org/docs/performance): 24 jobs at
 * once, a local queue of 500, completions batched.
 */
import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { BATCH, batches, tomorrow, type Place, type Queue, type WorkedOff } from './queue';
import { rival } from './rivals';

interface Utils {
	migrate(): Promise<void>;
	addJobs(specs: Array<{ identifier: string; payload: object; runAt?: Date }>): Promise<unknown>;
	release(): Promise<void>;
}

interface GraphileModule {
	makeWorkerUtils(options: object): Promise<Utils>;
	run(options: object): Promise<{ stop(): Promise<void> }>;
	Logger: new (factory: () => () => void) => object;
}

const TASK = 'bench';

const load = (): Promise<GraphileModule> => rival<GraphileModule>('graphile-worker');

const connection = ({ url, schema }: Place): object => ({ connectionString: url, schema });

async function makeUtils(place: Place): Promise<Utils> {
	return await (await load()).makeWorkerUtils(connection(place));
}

type Task = (payload: object, helpers: Pick<Utils, 'addJobs'>) => unknown;

/**
 * Adds the next job of each in groups: all handlers that run at once wait for one addJobs. Its pages show one addJob
 * in each handler, which is a call to the server for each.
 */
function collecting(): Task {
	let waiting: Array<{ identifier: string; payload: object; runAt: Date }> = [];
	let added: Promise<unknown> | undefined;
	return (payload, helpers) => {
		waiting.push({ identifier: TASK, payload, runAt: tomorrow() });
		added ??= setImmediate().then(() => {
			const specs = waiting;
			waiting = [];
			added = undefined;
			return helpers.addJobs(specs);
		});
		return added;
	};
}

/** Runs a worker until it fetches an empty batch; the clock starts with its first job, so its start costs it nothing. */
async function workOff(place: Place, task: Task | undefined): Promise<WorkedOff> {
	const { run, Logger } = await load();
	const events = new EventEmitter();
	const empty = new Promise<void>((resolve) => {
		events.on('localQueue:getJobs:complete', ({ jobs }: { jobs: unknown[] }) => {
			if (jobs.length === 0) resolve();
		});
	});
	const first = once(events, 'localQueue:getJobs:complete').then(() => Date.now());
	let items = 0;
	const runner = await run({
		preset: {
			worker: {
				...connection(place),
				// Handlers that wait for one another to make a batch run as many at once as the batch holds.
				concurrentJobs: task ? BATCH : 24,
				maxPoolSize: 25,
				localQueue: { size: BATCH },
				completeJobBatchDelay: 0,
				failJobBatchDelay: 0,
			},
		},
		logger: new Logger(() => () => undefined),
		noHandleSignals: true,
		events,
		taskList: {
			[TASK]: async (payload: object, helpers: Pick<Utils, 'addJobs'>) => {
				items++;
				await task?.(payload, helpers);
			},
		},
	});
	await empty;
	await runner.stop();
	return { items, from: await first, until: Date.now() };
}

const queue = (makeTask?: () => Task): Queue => ({
	async install(place) {
		const utils = await makeUtils(place);
		await utils.migrate();
		await utils.release();
	},
	async open(place) {
		const utils = await makeUtils(place);
		return {
			async add(share) {
				for (const items of batches(share)) {
					await utils.addJobs(items.map((payload) => ({ identifier: TASK, payload })));
				}
			},
			workOff: () => workOff(place, makeTask?.()),
			close: () => utils.release(),
		};
	},
});

/** A job done, and nothing after it. */
export const graphileWorker = queue();
/** A step's work: done, and the next one waits for tomorrow. */
export const graphileWorkerFollowed = queue(collecting);
