/** n8n in queue mode: one main process, workers, and a webhook processor, over PostgreSQL and Redis. */
import { freePorts, loopback } from './ports';
import { startN8n, type N8nInstance, type StartN8nOptions } from './instance';

export interface QueueOptions extends Pick<StartN8nOptions, 'userFolder' | 'install' | 'node' | 'tarball'> {
	/** Connection string of an empty database for n8n itself. */
	database: string;
	/** Address of a Redis. */
	redis: string;
	/** Keeps this n8n's keys in Redis apart from those of others. */
	prefix: string;
	workers: number;
}

export interface QueueModeN8n {
	main: N8nInstance;
	workers: N8nInstance[];
	webhooks: N8nInstance;
	/** SIGTERM for all of them. */
	stop(): Promise<void>;
}

/**
 * Starts the main process first: it makes the tables that the others look for. All share one user
 * folder, in which the main process has put the package. Webhooks go to the webhook processor only.
 */
export async function startQueueMode(options: QueueOptions): Promise<QueueModeN8n> {
	const { userFolder, install, node, tarball } = options;
	const [main, webhooks] = await freePorts(2);
	const env = queueEnvironment(options, `http://${loopback}:${webhooks}`);
	const others = { userFolder, install, node, env };
	const started: N8nInstance[] = [];
	const start = async (more: Partial<StartN8nOptions>): Promise<N8nInstance> => {
		const instance = await startN8n({ ...others, ...more });
		started.push(instance);
		return instance;
	};
	const stop = async (): Promise<void> => void (await Promise.all(started.map((instance) => instance.stop())));
	try {
		const first = await start({ port: main, tarball, env: { ...env, N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } });
		const [webhook, ...workers] = await Promise.all([
			start({ role: 'webhook', port: webhooks }),
			...Array.from({ length: options.workers }, () => start({ role: 'worker' })),
		]);
		return { main: first, webhooks: webhook!, workers, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function queueEnvironment({ database, redis, prefix }: QueueOptions, webhookUrl: string): Record<string, string> {
	const postgres = new URL(database);
	const { hostname, port } = new URL(redis);
	return {
		EXECUTIONS_MODE: 'queue',
		WEBHOOK_URL: webhookUrl,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.hostname,
		DB_POSTGRESDB_PORT: postgres.port || '5432',
		DB_POSTGRESDB_DATABASE: postgres.pathname.slice(1),
		DB_POSTGRESDB_USER: decodeURIComponent(postgres.username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(postgres.password),
		QUEUE_BULL_REDIS_HOST: hostname,
		QUEUE_BULL_REDIS_PORT: port || '6379',
		QUEUE_BULL_PREFIX: prefix,
		N8N_REDIS_KEY_PREFIX: prefix,
		// n8n notices a dead worker after 60 + 30 s by default; a test should not wait for that.
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
}
