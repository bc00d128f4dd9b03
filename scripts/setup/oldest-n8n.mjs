import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, cacheKey } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withLock } from './lock.mjs';
import { npmWithRetry } from './npm.mjs';
import { say } from './say.mjs';

const description = path.join(checkout, 'scripts', 'n8n', 'oldest');
const manifests = ['package.json', 'package-lock.json'];

/**
 * The engine of the oldest n8n that this package works with, in the cache: the checkout's own node_modules hold the
 * newest one.
 *
 * @param {import('./node24.mjs').Node24} node
 * @returns {Promise<string>} The folder `node_modules` with n8n-core and n8n-workflow.
 * @throws {Error} With npm's last lines.
 */
export async function oldestN8n(node) {
	const contents = await Promise.all(manifests.map((name) => readFile(path.join(description, name))));
	const folder = path.join(cacheFolder(), 'n8n-oldest', cacheKey(...contents));
	const modules = path.join(folder, 'node_modules');
	await withLock(`${folder}.lock`, async () => {
		if (existsSync(modules)) return;
		await mkdir(path.dirname(folder), { recursive: true });
		const temporary = await mkdtemp(`${folder}.tmp-`);
		try {
			await Promise.all(manifests.map((name) => copyFile(path.join(description, name), path.join(temporary, name))));
			say('Installing the engine of the oldest n8n 2 (half a minute and 210 MB, once).');
			await npmWithRetry(['ci', '--ignore-scripts'], { cwd: temporary, node: node.binary });
			await rename(temporary, folder);
		} finally {
			await rm(temporary, { recursive: true, force: true });
		}
	});
	return modules;
}
