import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './say.mjs';

const retryMs = 500;

/**
 * Runs work while holding a lock file, so that two runs at once do not install into the same folder.
 * Waits for another holder as long as that process lives; a lock left behind by a dead process is taken over.
 *
 * @template T
 * @param {string} file The lock file; its folder is created.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
	await mkdir(path.dirname(file), { recursive: true });
	let announced = false;
	while (!(await take(file))) {
		const holder = await holderOf(file);
		if (holder === undefined) continue;
		if (!isAlive(holder)) {
			await removeLockOf(holder, file);
			continue;
		}
		if (!announced) {
			say(`Waiting for another run (process ${holder}) that holds ${file}.`);
			announced = true;
		}
		await wait(retryMs);
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}

/**
 * Creates the lock file with our id in it, in one step: nobody ever sees it empty.
 *
 * @param {string} file
 */
async function take(file) {
	const own = `${file}.${randomUUID()}`;
	await writeFile(own, String(process.pid));
	try {
		await link(own, file);
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
		throw error;
	} finally {
		await rm(own, { force: true });
	}
}

/**
 * @param {string} file
 * @returns {Promise<number | undefined>} The holder's process id; undefined when the lock has just been released.
 */
async function holderOf(file) {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : Number(text);
}

/**
 * Removes the lock of a dead process, but not that of a live one that has taken it over in the meantime.
 *
 * @param {number} dead
 * @param {string} file
 */
async function removeLockOf(dead, file) {
	const aside = `${file}.${randomUUID()}`;
	try {
		await rename(file, aside);
	} catch {
		return;
	}
	if ((await holderOf(aside)) !== dead) await link(aside, file).catch(() => undefined);
	await rm(aside, { force: true });
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives, but belongs to someone else.
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
