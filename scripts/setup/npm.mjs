import path from 'node:path';
import { lastLines, tryRun } from './run.mjs';
import { say } from './say.mjs';

// npm hands these to what it starts. Passed on to another npm they would describe the wrong package.
const ofTheOuterNpm = /^npm_(lifecycle|package)_|^npm_(command|config_local_prefix)$|^INIT_CWD$/;

/**
 * The environment for npm in another folder, with one Node first in PATH.
 *
 * @param {string} nodeBinary npm and the scripts it starts run under this Node.
 * @param {Record<string, string>} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(nodeBinary, more = {}) {
	const own = Object.entries(process.env).filter(([name]) => !ofTheOuterNpm.test(name));
	return {
		...Object.fromEntries(own),
		PATH: [path.dirname(nodeBinary), process.env.PATH].filter(Boolean).join(path.delimiter),
		npm_config_update_notifier: 'false',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
		...more,
	};
}

const linesInErrors = 25;

/** npm ended badly. */
export class NpmFailed extends Error {
	/**
	 * @param {string[]} args
	 * @param {string} output
	 */
	constructor(args, output) {
		super(`\`npm ${args.join(' ')}\` failed:\n${reasonIn(output)}`);
		this.name = 'NpmFailed';
		/** Whether a second try could end better; a wrong argument or a lock file that does not fit stays wrong. */
		this.mayPass = !/npm error code (EUSAGE|ERESOLVE|E401|E403|EBADPLATFORM)/.test(output);
	}
}

/**
 * npm gives its reason first and its manual after it.
 *
 * @param {string} output
 */
function reasonIn(output) {
	const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
	return errors.length > 0 ? errors.slice(0, linesInErrors).join('\n') : lastLines(output, linesInErrors);
}

/**
 * Runs npm quietly; its output shows only when it fails.
 *
 * @param {string[]} args
 * @param {{ cwd: string, node?: string, env?: Record<string, string> }} options `node`: the Node it runs under, by default this one.
 * @returns {Promise<void>}
 * @throws {NpmFailed}
 */
export async function npm(args, { cwd, node = process.execPath, env }) {
	const result = await tryRun('npm', args, { cwd, env: npmEnvironment(node, env) });
	if (result.code !== 0) throw new NpmFailed(args, result.output);
}

/**
 * Like {@link npm}, but tries a second time: a registry that hiccups for a moment is the usual reason for a
 * failing install, and npm keeps what it has already fetched.
 *
 * @param {string[]} args
 * @param {{ cwd: string, node?: string, env?: Record<string, string> }} options
 * @returns {Promise<void>}
 * @throws {NpmFailed}
 */
export async function npmWithRetry(args, options) {
	try {
		await npm(args, options);
	} catch (error) {
		if (!(error instanceof NpmFailed) || !error.mayPass) throw error;
		say(`npm ${args[0]} failed; trying once more.`);
		await npm(args, options);
	}
}
