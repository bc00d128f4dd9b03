import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, cacheKey } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withLock } from './lock.mjs';
import { npm, npmWithRetry } from './npm.mjs';
import { tryRun } from './run.mjs';
import { say } from './say.mjs';

/** @typedef {import('./node24.mjs').Node24} Node24 */

const description = path.join(checkout, 'scripts', 'n8n');
const manifests = ['package.json', 'package-lock.json'];
const completeMarker = 'complete.json';

/**
 * A real n8n, installed once into the cache and shared by all checkouts that name the same version.
 *
 * @param {Node24} node n8n runs under it, and its database driver is compiled against its headers.
 * @returns {Promise<string>} The folder that holds `node_modules/n8n`.
 * @throws {Error} When it cannot be installed, with npm's last lines.
 */
export async function n8nInstall(node) {
	const folder = await n8nInstallFolder(node);
	if (await works(folder, node)) return folder;
	await withLock(`${folder}.lock`, async () => {
		// Another run may have finished it while this one waited.
		if (!(await works(folder, node))) await installInto(folder, node);
	});
	return folder;
}

/**
 * Where {@link n8nInstall} puts it: one folder per set of manifests, Node major version and platform.
 *
 * @param {Pick<Node24, 'version'>} node
 * @returns {Promise<string>}
 */
export async function n8nInstallFolder(node) {
	const contents = await Promise.all(manifests.map((name) => readFile(path.join(description, name))));
	const major = node.version.split('.')[0] ?? '';
	const key = cacheKey(...contents, `node ${major}`, `${process.platform} ${process.arch}`);
	return path.join(cacheFolder(), 'n8n', key);
}

/**
 * @param {string} folder
 * @param {Node24} node
 */
async function installInto(folder, node) {
	await mkdir(path.dirname(folder), { recursive: true });
	const temporary = await mkdtemp(`${folder}.tmp-`);
	try {
		await Promise.all(manifests.map((name) => copyFile(path.join(description, name), path.join(temporary, name))));
		say('Installing n8n from npm (about 4 to 5 minutes and 2.8 GB, once per n8n version).');
		await npmWithRetry(['ci', '--ignore-scripts'], { cwd: temporary, node: node.binary });
		say("Compiling n8n's SQLite driver (about 2 minutes, once per n8n version).");
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
			cwd: temporary,
			node: node.binary,
			env: { npm_config_nodedir: node.home },
		});
		const problem = await problemWith(temporary, node);
		if (problem) throw new Error(`n8n was installed but does not start: ${problem}`);
		await writeFile(path.join(temporary, completeMarker), `${JSON.stringify({ node: node.version })}\n`);
		await rm(folder, { recursive: true, force: true });
		await rename(temporary, folder);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

/**
 * @param {string} folder
 * @param {Node24} node
 */
async function works(folder, node) {
	return existsSync(path.join(folder, completeMarker)) && (await problemWith(folder, node)) === undefined;
}

/**
 * The parts that break first: n8n's start file, and the driver that was compiled here.
 *
 * @param {string} folder
 * @param {Node24} node
 * @returns {Promise<string | undefined>} What is wrong; undefined when all is well.
 */
async function problemWith(folder, node) {
	if (!existsSync(path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'))) return 'its start file is missing.';
	const driver = await tryRun(node.binary, ['-e', "require('sqlite3')"], { cwd: folder });
	return driver.code === 0 ? undefined : `its SQLite driver does not load:\n${driver.output}`;
}
