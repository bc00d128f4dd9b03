import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';
import { LogTail } from './log-tail';

/** What the program is to be: all of n8n (or the main process of queue mode), a worker, or a webhook processor. */
export type N8nRole = 'start' | 'worker' | 'webhook';

/** What is started and how. */
export interface N8nProcessOptions {
	node: string;
	/** `bin/n8n` of the install. */
	startFile: string;
	role: N8nRole;
	workingFolder: string;
	/** The whole environment. */
	env: NodeJS.ProcessEnv;
}

const keptLines = 500;
const linesInErrors = 40;
const pollMs = 100;
// n8n gives running executions 30 s by default.
const shutdownTimeoutMs = 45_000;

/** One run of the n8n program, in a process group of its own. */
export class N8nProcess {
	private readonly child: ChildProcess;
	private readonly tail = new LogTail(keptLines);
	private readonly gone: Promise<void>;
	private readonly startedAt = Date.now();
	private readyAfterMs = 0;
	private endedWith: string | undefined;

	/** Starts the program at once. */
	constructor(options: N8nProcessOptions) {
		const parentWatch = path.join(__dirname, 'die-with-parent.cjs');
		this.child = spawn(options.node, ['--require', parentWatch, options.startFile, options.role], {
			cwd: options.workingFolder,
			env: options.env,
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: true,
		});
		this.tail.follow(this.child.stdout);
		this.tail.follow(this.child.stderr);
		this.gone = new Promise((resolve) => {
			this.child.once('error', (error) => {
				this.endedWith = error.message;
				resolve();
			});
			this.child.once('exit', (code, signal) => {
				this.endedWith ??= signal === null ? `exit code ${code}` : `signal ${signal}`;
				resolve();
			});
		});
	}

	get isRunning(): boolean {
		return this.endedWith === undefined;
	}

	/** @throws Error when the program could not be started at all. */
	get pid(): number {
		if (this.child.pid === undefined) throw new Error(`n8n could not be started: ${this.endedWith}.`);
		return this.child.pid;
	}

	get startedInMs(): number {
		return this.readyAfterMs;
	}

	log(lines = keptLines): string {
		return this.tail.text(lines);
	}

	/**
	 * Waits until n8n serves requests.
	 *
	 * @throws Error with the last log lines when it ends or takes too long; it is killed then.
	 */
	async ready(url: string, timeoutMs: number): Promise<void> {
		while (!(await isReady(url))) {
			if (!this.isRunning) throw this.failure(`ended while starting (${this.endedWith})`);
			if (Date.now() - this.startedAt > timeoutMs) {
				await this.kill();
				throw this.failure(`did not answer within ${timeoutMs / 1000} s`);
			}
			await wait(pollMs);
		}
		this.readyAfterMs = Date.now() - this.startedAt;
	}

	/** Asks it to shut down and waits; kills it when it does not. */
	async stop(): Promise<void> {
		if (!this.isRunning) return;
		this.child.kill('SIGTERM');
		const timer = new AbortController();
		const timeout = wait(shutdownTimeoutMs, 'late' as const, { signal: timer.signal }).catch(() => 'stopped' as const);
		const outcome = await Promise.race([this.gone.then(() => 'stopped' as const), timeout]);
		timer.abort();
		if (outcome === 'late') {
			await this.kill();
			throw this.failure(`did not shut down within ${shutdownTimeoutMs / 1000} s of SIGTERM and was killed`);
		}
	}

	/** Ends it and everything it started, without giving it a chance to tidy up. */
	async kill(): Promise<void> {
		if (!this.isRunning) return;
		try {
			process.kill(-this.pid, 'SIGKILL');
		} catch (error) {
			// ESRCH: it went by itself between the check and the signal.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
		await this.gone;
	}

	private failure(what: string): Error {
		return new Error(`n8n ${what}. Its last log lines:\n${this.log(linesInErrors)}`);
	}
}

/** /healthz answers early; its readiness sibling only when database, routes and nodes are there. */
async function isReady(url: string): Promise<boolean> {
	try {
		const response = await axios.get(`${url}/healthz/readiness`, {
			timeout: 2_000,
			proxy: false,
			validateStatus: () => true,
		});
		return response.status === 200;
	} catch {
		return false;
	}
}
