import { spawn } from 'node:child_process';

const linesInErrors = 30;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] The whole environment of the child; by default that of this process.
 * @property {number} [uid] The user it runs as.
 * @property {number} [gid]
 * @property {boolean} [show] true lets the child write to this terminal; false keeps its output and shows it only in an error.
 */

/**
 * @typedef {object} RunResult
 * @property {number} code Exit code; 128 + n when signal number n ended the child.
 * @property {string} output What it wrote to stdout and stderr, in order of arrival; '' when it was shown.
 * @property {string} stdout What it wrote to stdout alone; '' when it was shown.
 */

/** A command that ended with an exit code other than 0. */
export class CommandFailed extends Error {
	/**
	 * @param {string} command
	 * @param {RunResult} result
	 */
	constructor(command, result) {
		const tail = lastLines(result.output, linesInErrors);
		super(`\`${command}\` ended with exit code ${result.code}.${tail ? ` Its last lines:\n${tail}` : ''}`);
		this.name = 'CommandFailed';
		this.code = result.code;
	}
}

/**
 * The last lines of a text, without trailing empty ones.
 *
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs a command to its end, whatever its exit code. Its stdin is empty, so nothing waits for a keypress.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 * @throws {Error} When the command cannot be started at all.
 */
export function tryRun(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
			stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		let stdout = '';
		child.stdout?.setEncoding('utf8').on('data', (chunk) => {
			stdout += chunk;
			output += chunk;
		});
		child.stderr?.setEncoding('utf8').on('data', (chunk) => {
			output += chunk;
		});
		child.on('error', (error) =>
			reject(new Error(`\`${command}\` could not be started: ${error.message}. Install it or put it on the PATH.`)),
		);
		child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), output, stdout }));
	});
}

/**
 * Runs a command and expects exit code 0.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 * @throws {CommandFailed} With the last lines of its output.
 */
export async function run(command, args, options = {}) {
	const result = await tryRun(command, args, options);
	if (result.code !== 0) throw new CommandFailed([command, ...args].join(' '), result);
	return result;
}

/**
 * Runs a long-lived command in the foreground: it shares the terminal's output, gets SIGINT and SIGTERM that
 * reach this process, and its exit code is handed back.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} Exit code, see {@link RunResult}.
 */
export function runInForeground(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { ...options, stdio: 'inherit' });
		const forward = (/** @type {NodeJS.Signals} */ signal) => {
			// Ctrl-C in a terminal reaches the child by itself; a second SIGINT often means "do not tidy up".
			if (signal === 'SIGINT' && process.stdin.isTTY) return;
			child.kill(signal);
		};
		process.on('SIGINT', forward);
		process.on('SIGTERM', forward);
		child.on('error', reject);
		child.on('close', (code, signal) => {
			process.off('SIGINT', forward);
			process.off('SIGTERM', forward);
			resolve(exitCode(code, signal));
		});
	});
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCode(code, signal) {
	if (code !== null) return code;
	return 128 + (signalNumbers[/** @type {keyof typeof signalNumbers} */ (signal)] ?? 0);
}
