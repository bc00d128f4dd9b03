import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, cacheKey } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withLock } from './lock.mjs';
import { npmWithRetry } from './npm.mjs';
import { say } from './say.mjs';

const folder = path.join(checkout, 'bench');
const modules = path.join(folder, 'node_modules');
const marker = path.join(modules, '.installed-from');

/**
 * Installs what the benches measure us beside into bench/node_modules, when it is missing or was installed from
 * another bench/package-lock.json. The project itself never sees it.
 *
 * @param {import('./node24.mjs').Node24} node The benches run under it.
 * @throws {Error} With npm's last lines.
 */
export async function benchRivals(node) {
	const key = cacheKey(await readFile(path.join(folder, 'package-lock.json')));
	if (await isInstalled(key)) return;
	await withLock(path.join(cacheFolder(), 'checkouts', `${cacheKey(folder)}.lock`), async () => {
		if (await isInstalled(key)) return;
		say('Installing the job queues that the benches measure beside ours (about 10 s, once).');
		await npmWithRetry(['ci', '--ignore-scripts'], { cwd: folder, node: node.binary });
		await writeFile(marker, key);
	});
}

/** @param {string} key */
async function isInstalled(key) {
	return existsSync(modules) && (await readFile(marker, 'utf8').catch(() => '')) === key;
}
