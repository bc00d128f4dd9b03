import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, cacheKey } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withLock } from './lock.mjs';
import { npmWithRetry } from './npm.mjs';
import { say } from './say.mjs';

const modules = path.join(checkout, 'node_modules');
const marker = path.join(modules, '.installed-from');

/**
 * Installs the checkout's own dependencies with `npm ci` when they are missing or were installed from another
 * package-lock.json.
 *
 * @throws {Error} With npm's last lines.
 */
export async function dependencies() {
	if (await areInstalled()) return;
	await withLock(path.join(cacheFolder(), 'checkouts', `${cacheKey(checkout)}.lock`), async () => {
		if (await areInstalled()) return;
		say('Installing the dependencies of this checkout (about 1 minute).');
		await npmWithRetry(['ci'], { cwd: checkout });
		await writeFile(marker, await lockKey());
	});
}

async function areInstalled() {
	if (!existsSync(modules)) return false;
	const key = await lockKey();
	if ((await readFile(marker, 'utf8').catch(() => '')) === key) return true;
	if (!(await npmInstalledThisLock())) return false;
	await writeFile(marker, key);
	return true;
}

async function lockKey() {
	return cacheKey(await readFile(path.join(checkout, 'package-lock.json')));
}

/** Whether somebody's own `npm install` already made node_modules what the lock file says; npm keeps a list there. */
async function npmInstalledThisLock() {
	const wanted = await readFile(path.join(checkout, 'package-lock.json'), 'utf8');
	const installed = await readFile(path.join(modules, '.package-lock.json'), 'utf8').catch(() => undefined);
	return installed !== undefined && isInstalled(JSON.parse(wanted), JSON.parse(installed));
}

/**
 * @typedef {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} LockFile
 */

/**
 * Whether a list of installed packages is what a lock file asks for: the same versions and nothing else. Optional
 * ones may be missing, since npm leaves out those made for other platforms.
 *
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
	const wantedHere = Object.entries(wanted.packages).filter(([folder]) => folder !== '');
	const allThere = wantedHere.every(([folder, { version, integrity, optional }]) => {
		const found = installed.packages[folder];
		return found ? found.version === version && found.integrity === integrity : optional === true;
	});
	return allThere && Object.keys(installed.packages).every((folder) => folder in wanted.packages);
}
