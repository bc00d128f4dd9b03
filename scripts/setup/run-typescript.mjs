import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './checkout.mjs';
import { endWithNpm } from './end-with-npm.mjs';
import { runInForeground } from './run.mjs';

/**
 * Runs a TypeScript file of this checkout under Node 24, in the foreground.
 *
 * @param {import('./set-up.mjs').SetUp} setUp
 * @param {string} file Relative to the checkout.
 * @param {string[]} args Passed through.
 * @returns {Promise<number>} Its exit code.
 */
export async function runTypeScript(setUp, file, args) {
	// As a module of this one process: tsx's own command would put one more between us and the signals.
	const tsx = pathToFileURL(path.join(checkout, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
	return await runInForeground(setUp.node24, ['--import', tsx, path.join(checkout, file), ...args], { env: setUp.env });
}

/**
 * Start and end of a command: its exit code, or 1 with the error's sentences when it could not run.
 *
 * @param {() => Promise<number>} work
 */
export async function exitWith(work) {
	endWithNpm();
	try {
		process.exitCode = await work();
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
