import { benchRivals } from './bench-rivals.mjs';
import { chromium } from './chromium.mjs';
import { dependencies } from './dependencies.mjs';
import { n8nInstall } from './n8n.mjs';
import { node24 } from './node24.mjs';
import { oldestN8n } from './oldest-n8n.mjs';
import { pack } from './pack.mjs';
import { postgres } from './postgres.mjs';
import { redis } from './redis.mjs';

/**
 * What a command needs before it can start.
 *
 * @typedef {object} Needs
 * @property {boolean} [n8n] A real n8n and the packed nodes for it.
 * @property {boolean} [browser]
 * @property {boolean} [database] PostgreSQL.
 * @property {boolean} [queue] Redis, for n8n's queue mode.
 * @property {boolean} [oldest] The engine of the oldest n8n that this package works with.
 * @property {boolean} [rivals] What the benches measure us beside.
 */

/**
 * @typedef {object} SetUp
 * @property {string} node24 The Node 24 binary.
 * @property {NodeJS.ProcessEnv} env The environment for what is started next: this process's, plus NODE24 and,
 *   as far as asked for, N8N_INSTALL, WHATSAPP_SEQUENCES_TARBALL, CHROMIUM_PATH, POSTGRES_URL, POSTGRES_PROGRAMS, REDIS_URL and OLDEST_N8N.
 */

/**
 * Installs, fetches and builds what is missing. On a machine that has it all this takes a second, plus the
 * build when n8n is needed.
 *
 * @param {Needs} [needs]
 * @returns {Promise<SetUp>}
 * @throws {Error} With a sentence on what to do, and the last lines of the step that failed.
 */
export async function setUp({ n8n = false, browser = false, database = false, queue = false, oldest = false, rivals = false } = {}) {
	await dependencies();
	const node = await node24();
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...process.env, NODE24: node.binary };
	if (n8n) {
		env.N8N_INSTALL = await n8nInstall(node);
		env.WHATSAPP_SEQUENCES_TARBALL = await pack();
	}
	if (browser) env.CHROMIUM_PATH = await chromium();
	if (database) {
		const found = await postgres();
		env.POSTGRES_URL = found?.url;
		env.POSTGRES_PROGRAMS = found?.programs;
	}
	if (oldest) env.OLDEST_N8N = await oldestN8n(node);
	if (rivals) await benchRivals(node);
	if (queue) env.REDIS_URL = await redis();
	return { node24: node.binary, env };
}
