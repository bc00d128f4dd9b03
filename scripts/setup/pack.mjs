import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, cacheKey } from './cache.mjs';
import { checkout } from './checkout.mjs';
import { withLock } from './lock.mjs';
import { npm } from './npm.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const keepForMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Builds the nodes and packs them as they would be published.
 *
 * @returns {Promise<string>} The path of the tarball. It is named after its content and stays for a week, so a
 *   later run does not pull it from under one that still uses it.
 * @throws {Error} When the build fails, with the compiler's last lines.
 */
export async function pack() {
	// Two builds at once would empty each other's dist.
	return await withLock(path.join(cacheFolder(), 'checkouts', `${cacheKey(checkout)}-build.lock`), async () => {
		say('Building and packing the nodes (about 15 s).');
		await run(process.execPath, [path.join('node_modules', 'gulp', 'bin', 'gulp.js'), 'build'], { cwd: checkout });
		return await packInto(path.join(cacheFolder(), 'tarballs'));
	});
}

/** @param {string} folder */
async function packInto(folder) {
	await mkdir(folder, { recursive: true });
	await removeOld(folder);
	const temporary = await mkdtemp(path.join(folder, '.packing-'));
	try {
		await npm(['pack', '--ignore-scripts', '--pack-destination', temporary], { cwd: checkout });
		const [name] = await readdir(temporary);
		if (name === undefined) throw new Error('npm pack ended well but left no tarball. Run it by hand to see why.');
		const packed = path.join(temporary, name);
		const hash = createHash('sha256').update(await readFile(packed)).digest('hex').slice(0, 12);
		const tarball = path.join(folder, name.replace(/\.tgz$/, `-${hash}.tgz`));
		await rename(packed, tarball);
		return tarball;
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

/** @param {string} folder */
async function removeOld(folder) {
	const oldest = Date.now() - keepForMs;
	for (const name of await readdir(folder)) {
		const file = path.join(folder, name);
		const age = await stat(file).catch(() => undefined);
		if (age && age.mtimeMs < oldest) await rm(file, { recursive: true, force: true });
	}
}
