import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { withLock } from './lock.mjs';
import { npmWithRetry } from './npm.mjs';
import { tryRun } from './run.mjs';
import { say } from './say.mjs';

const fetchedVersion = '24.9.0';
const major = 24;

/**
 * @typedef {object} Node24
 * @property {string} binary Absolute path of the executable.
 * @property {string} home The folder that holds `bin` and `include`; node-gyp takes its headers from there.
 * @property {string} version Such as "24.9.0".
 */

/**
 * A Node 24 with its C++ headers: the running one when it is that, else one fetched from npm into the cache.
 * n8n needs at least 24, and its compiled modules come ready-made for 24 but not for every later version.
 *
 * @returns {Promise<Node24>}
 * @throws {Error} When the running one does not fit and none can be fetched, with what to do.
 */
export async function node24() {
	return runningNode() ?? (await fetchedNode());
}

/** @returns {Node24 | undefined} */
function runningNode() {
	const home = path.dirname(path.dirname(process.execPath));
	const fits = process.versions.node.startsWith(`${major}.`) && hasHeaders(home);
	return fits ? { binary: process.execPath, home, version: process.versions.node } : undefined;
}

/** @returns {Promise<Node24>} */
async function fetchedNode() {
	const packageName = nodePackageName(process.platform, process.arch);
	const folder = path.join(cacheFolder(), 'node', `${packageName}-${fetchedVersion}`);
	const home = path.join(folder, 'node_modules', packageName);
	const found = { binary: path.join(home, 'bin', 'node'), home, version: fetchedVersion };
	if (await isUsable(found)) return found;
	await withLock(`${folder}.lock`, async () => {
		if (await isUsable(found)) return;
		say(`Fetching Node ${fetchedVersion} from npm (about 10 s, once).`);
		await fetchInto(folder, packageName);
	});
	if (!(await isUsable(found))) {
		throw new Error(
			`The Node that npm offers as ${packageName} does not run here. Install Node ${major} and start this command with it.`,
		);
	}
	return found;
}

/**
 * The npm package that holds Node's binary for a platform.
 *
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 */
export function nodePackageName(platform, arch) {
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * @param {string} folder
 * @param {string} packageName
 */
async function fetchInto(folder, packageName) {
	await mkdir(path.dirname(folder), { recursive: true });
	const temporary = await mkdtemp(`${folder}.tmp-`);
	try {
		await writeFile(path.join(temporary, 'package.json'), '{"private":true}\n');
		await npmWithRetry(['install', '--ignore-scripts', '--package-lock=false', `${packageName}@${fetchedVersion}`], {
			cwd: temporary,
		});
		await rm(folder, { recursive: true, force: true });
		await rename(temporary, folder);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

/** @param {Node24} node */
async function isUsable(node) {
	if (!existsSync(node.binary) || !hasHeaders(node.home)) return false;
	const result = await tryRun(node.binary, ['--version']).catch(() => undefined);
	return result?.code === 0 && result.stdout.trim() === `v${node.version}`;
}

/** @param {string} home */
function hasHeaders(home) {
	return existsSync(path.join(home, 'include', 'node', 'node.h'));
}
