import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { withLock } from './lock.mjs';
import { run, tryRun } from './run.mjs';
import { say } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macApplications = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];

const whatToDo =
	'The browser tests need Chromium. Install it with your package manager, or name an existing one in CHROMIUM_PATH.';

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, else one on this machine, else (as root, with apt-get) one
 * that is installed now.
 *
 * @returns {Promise<string>}
 * @throws {Error} When there is none, with what to do.
 */
export async function chromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (await starts(named)) return named;
		throw new Error(`CHROMIUM_PATH names ${named}, which does not start. Correct it, or unset it to have one looked for.`);
	}
	return (await installed()) ?? (await withApt());
}

async function installed() {
	for (const candidate of candidates(process.env.PATH ?? '')) {
		if (existsSync(candidate) && (await starts(candidate))) return candidate;
	}
	return undefined;
}

/**
 * Where a browser may be: every known name in /usr/bin and along the PATH, then where macOS keeps applications.
 *
 * @param {string} searchPath
 */
export function candidates(searchPath) {
	const folders = [...new Set(['/usr/bin', ...searchPath.split(path.delimiter).filter(Boolean)])];
	const programs = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
	return [...programs, ...macApplications.map((application) => path.join('/Applications', application))];
}

/**
 * Some systems ship a chromium-browser that only says how to install the real one, so existing is not enough.
 *
 * @param {string} binary
 */
async function starts(binary) {
	const result = await tryRun(binary, ['--version']).catch(() => undefined);
	return result?.code === 0 && /Chrom/.test(result.stdout);
}

/** @returns {Promise<string>} */
async function withApt() {
	const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (!mayInstall) throw new Error(whatToDo);
	return await withLock(path.join(cacheFolder(), 'apt.lock'), async () => {
		const already = await installed();
		if (already) return already;
		say('Installing Chromium with apt-get (about 1 minute, once).');
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update'], { env });
		await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
		const found = await installed();
		if (!found) throw new Error(whatToDo);
		return found;
	});
}
