import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { installCommunityPackage } from './community-package';
import { quietEnvironment } from './environment';
import { N8nProcess, type N8nRole } from './n8n-process';
import { freePorts, loopback } from './ports';
import { cpuSecondsOf, memoryBytesOf } from './process-usage';

/** How to start an n8n. */
export interface StartN8nOptions {
	/** Everything n8n writes goes below this folder; it is created. Starting twice on one folder keeps the data. */
	userFolder: string;
	/** The folder that holds `node_modules/n8n`. */
	install: string;
	/** The Node binary (24) that n8n runs under. */
	node: string;
	/** Default `start`. The others need queue mode, see scripts/n8n/queue.ts. */
	role?: N8nRole;
	/** The port of editor, REST and webhooks, of a worker that of its health check; by default a random free one. */
	port?: number;
	/** A packed community package that n8n loads at boot. */
	tarball?: string;
	/** Settings of n8n on top of the quiet ones. */
	env?: Record<string, string>;
	/** How long n8n may take to answer, in milliseconds. Default 180,000: the first start migrates a new database. */
	startTimeoutMs?: number;
}

/** What may change when an instance is started again. */
export type RestartOptions = Partial<Pick<StartN8nOptions, 'tarball' | 'env'>>;

const attemptsForAFreePort = 3;

/**
 * Starts a real n8n and waits until it serves editor, REST and webhooks. Triggers of active workflows are
 * activated by n8n a moment later, in the background.
 *
 * @throws Error with n8n's last log lines when it ends or does not answer in time.
 */
export async function startN8n(options: StartN8nOptions): Promise<N8nInstance> {
	await mkdir(options.userFolder, { recursive: true });
	await putPackage(options);
	for (let attempt = 1; ; attempt++) {
		const instance = new N8nInstance(options, options.port ?? (await freePorts(1))[0]);
		try {
			await instance.boot();
			return instance;
		} catch (error) {
			const takenByChance = options.port === undefined && /port \d+ is already in use/i.test(instance.log());
			if (!takenByChance || attempt === attemptsForAFreePort) throw error;
		}
	}
}

/** A running n8n of our own. Ends with the process that started it, at the latest. */
export class N8nInstance {
	/** Where editor and REST answer, without a slash at the end, such as `http://127.0.0.1:40123`. */
	readonly url: string;
	private process: N8nProcess | undefined;

	/** Use {@link startN8n}. */
	constructor(
		private options: StartN8nOptions,
		readonly port: number,
	) {
		this.url = `http://${loopback}:${port}`;
	}

	/** @throws Error when n8n is not running. */
	get pid(): number {
		return this.running.pid;
	}

	/** How long the last start took until n8n was ready, in milliseconds. */
	get startedInMs(): number {
		return this.running.startedInMs;
	}

	/** The folder n8n keeps its data in (its database, and files that nodes put there). */
	get dataFolder(): string {
		return path.join(this.options.userFolder, '.n8n');
	}

	/** What n8n wrote last, across restarts only the current one. */
	log(lines?: number): string {
		return this.process?.log(lines) ?? '';
	}

	/** Starts the process; part of {@link startN8n} and {@link restart}. */
	async boot(): Promise<void> {
		const { userFolder, install, node, role = 'start', env, startTimeoutMs } = this.options;
		const [taskBroker] = await freePorts(1);
		this.process = new N8nProcess({
			node,
			startFile: path.join(install, 'node_modules', 'n8n', 'bin', 'n8n'),
			role,
			workingFolder: userFolder,
			env: quietEnvironment({ userFolder, node, ports: { main: this.port, taskBroker }, more: env }),
		});
		await this.process.ready(this.url, startTimeoutMs ?? 180_000);
	}

	/** SIGTERM, as a service manager does it; waits until n8n has shut down. Does nothing when it is not running. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** SIGKILL for n8n and all it started, as a power cut does it; waits until they are gone. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/**
	 * Starts n8n again on the same folder and port; stops it first when it is running. After a crash n8n waits
	 * 10 s before it starts (a brake against crash loops); that pause is skipped.
	 */
	async restart(changes: RestartOptions = {}): Promise<void> {
		await this.stop();
		this.options = { ...this.options, ...changes };
		if (changes.tarball !== undefined) await putPackage(this.options);
		await rm(path.join(this.dataFolder, 'crash.journal'), { force: true });
		await this.boot();
	}

	/** CPU seconds (user and system) that n8n and the processes it started have used since it started. Linux only. */
	async cpuSeconds(): Promise<number> {
		return await cpuSecondsOf(this.pid);
	}

	/** Resident memory in bytes of n8n and the processes it started. Linux only. */
	async memoryBytes(): Promise<number> {
		return await memoryBytesOf(this.pid);
	}

	private get running(): N8nProcess {
		if (!this.process?.isRunning) throw new Error('n8n is not running. Call restart() first.');
		return this.process;
	}
}

async function putPackage({ tarball, userFolder, install, node }: StartN8nOptions): Promise<void> {
	if (tarball !== undefined) await installCommunityPackage({ tarball, userFolder, install, node });
}
