import { spawn } from 'node:child_process';
import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const keeper = path.join(path.dirname(fileURLToPath(import.meta.url)), 'keep-server.mjs');
const startTimeoutMs = 60_000;

/** `nobody`, as which a server runs that root starts. */
const nobody = 65_534;

/**
 * Starts a PostgreSQL of our own on loopback. It ends with this process, at the latest.
 *
 * @param {string} programs The folder with `initdb` and `postgres`.
 * @returns {Promise<string>} Its connection string.
 */
export async function privatePostgres(programs) {
	const folder = await ownFolder('postgres');
	const data = path.join(folder, 'data');
	const asUser = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
	const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
	await run(path.join(programs, 'initdb'), initdb, { cwd: folder, ...asUser });
	const port = await freePort();
	// Nobody needs its data after a power cut.
	const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'unix_socket_directories='];
	await keep({ command: path.join(programs, 'postgres'), args: ['-D', data, '-p', String(port), ...settings], folder, ...asUser }, port);
	return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/**
 * Starts a Redis of our own on loopback. It ends with this process, at the latest.
 *
 * @param {string} program
 * @returns {Promise<string>} Its address.
 */
export async function privateRedis(program) {
	const folder = await ownFolder('redis');
	const port = await freePort();
	const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder];
	await keep({ command: program, args, folder }, port);
	return `redis://127.0.0.1:${port}`;
}

/** @param {string} name */
async function ownFolder(name) {
	const folder = await mkdtemp(path.join(tmpdir(), `whatsapp-sequences-${name}-`));
	if (process.getuid?.() === 0) await chown(folder, nobody, nobody);
	return folder;
}

/**
 * @param {{ command: string, args: string[], folder: string, uid?: number, gid?: number }} server
 * @param {number} port
 */
async function keep(server, port) {
	const order = path.join(server.folder, 'keeper.json');
	await writeFile(order, JSON.stringify({ ...server, remove: server.folder }));
	// The pipe to its stdin closes when this process is gone, however it went.
	const child = spawn(process.execPath, [keeper, order], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
	let ended = false;
	child.once('exit', () => (ended = true));
	const deadline = Date.now() + startTimeoutMs;
	while (!(await answers(port))) {
		if (ended || Date.now() > deadline) throw new Error(`${path.basename(server.command)} did not start.`);
		await wait(100);
	}
	// Neither keeps this process from ending.
	child.unref();
	/** @type {{ unref?: () => void }} */ (child.stdin).unref?.();
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}
