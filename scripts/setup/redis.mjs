import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { leftOut } from './left-out.mjs';
import { privateRedis } from './private-server.mjs';
import { run, tryRun } from './run.mjs';
import { say } from './say.mjs';

const usual = 'redis://127.0.0.1:6379';
const programs = ['redis-server', 'valkey-server'];

/**
 * The address of a Redis for n8n's queue mode: REDIS_URL, else the usual one where it answers, else one of our own that
 * ends with this process. Tests keep to a key prefix of their own.
 *
 * @returns {Promise<string | undefined>} undefined where there is none; that is said loudly, and fails in CI.
 */
export async function redis() {
	try {
		const url = process.env.REDIS_URL ?? usual;
		if (await answers(url)) return url;
		if (process.env.REDIS_URL) throw new Error(`nothing answers at ${url}`);
		return await privateRedis((await installed()) ?? (await withApt()));
	} catch (error) {
		leftOut('REDIS', 'the tests of queue mode', 'Start one on 127.0.0.1:6379, or set REDIS_URL', error);
		return undefined;
	}
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
	const { hostname, port } = new URL(url);
	return new Promise((resolve) => {
		const socket = connect(Number(port || 6379), hostname, () => socket.write('PING\r\n'));
		// One with a password refuses, and is none that the tests may use.
		socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
		socket.once('data', () => socket.destroy());
		socket.once('error', () => resolve(false)).once('close', () => resolve(false));
		socket.setTimeout(3_000, () => socket.destroy());
	});
}

async function installed() {
	for (const program of programs) {
		const found = await tryRun(program, ['--version']).catch(() => undefined);
		if (found?.code === 0) return program;
	}
	return undefined;
}

/** npm has no Redis; as root on Debian it is one command away. */
async function withApt() {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error('redis-server is not installed');
	say('Installing redis-server with apt-get (about 20 s, once).');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env });
	await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { env });
	return 'redis-server';
}
