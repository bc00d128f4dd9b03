/** Everybody who is measured, by the name the tables use. */
import { graphileWorker, graphileWorkerFollowed } from './graphile-worker';
import { embeddedSending, embeddedStore, ours, oursSending } from './ours';
import { pgBoss, pgBossFollowed } from './pg-boss';
import { postgresBare } from './postgres-bare';
import { postgresItself } from './postgres-itself';
import type { Queue } from './queue';
import { sqliteItself } from './sqlite-itself';

export const QUEUES = {
	ours,
	'ours, sending': oursSending,
	embedded: embeddedStore,
	'embedded, sending': embeddedSending,
	'SQLite itself': sqliteItself,
	'bare steps on PostgreSQL': postgresBare,
	'PostgreSQL itself': postgresItself,
	'graphile-worker': graphileWorker,
	'graphile-worker, next job': graphileWorkerFollowed,
	'pg-boss': pgBoss,
	'pg-boss, next job': pgBossFollowed,
} satisfies Record<string, Queue>;

export type QueueName = keyof typeof QUEUES;
