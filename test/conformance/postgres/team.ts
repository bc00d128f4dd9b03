/** Child processes that share one PostgreSQL store, as n8n's main process, workers and webhook processors do. */
import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { AccountStore } from '../../../engine/store/contract';
import type { Answer, Order, ProcessSettings } from './store-process';
import type { TaskAnswers, TaskInputs } from './tasks';

const CHECKOUT = resolve(__dirname, '../../..');

/** In place of a time: so many milliseconds from now, by the clock of the process that is called. */
export const byItsClock = (inMs = 0): number => ({ clock: inMs }) as unknown as number;

type Verb = Exclude<keyof AccountStore, 'onDue' | 'onEvents'>;

export class Member {
	private readonly child: ChildProcess;
	private readonly open = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
	private next = 1;
	private readonly gone: Promise<void>;

	constructor(readonly settings: ProcessSettings) {
		this.child = fork(join(__dirname, 'store-process.ts'), [JSON.stringify(settings)], {
			cwd: CHECKOUT,
			execArgv: ['--import', 'tsx', '--no-warnings'],
		});
		this.child.on('message', ({ id, result, error }: Answer) => {
			const waiting = this.open.get(id);
			this.open.delete(id);
			if (error === undefined) waiting?.resolve(result);
			else waiting?.reject(new Error(`${settings.name}: ${error}`));
		});
		this.gone = new Promise((ended) => this.child.once('exit', () => ended()));
		void this.gone.then(() => {
			for (const { reject } of this.open.values()) reject(new Error(`${settings.name} is no more`));
		});
	}

	use(schema: string): Promise<void> {
		return this.order('open', [schema]) as Promise<void>;
	}

	/** A verb of the store, carried out by the process. */
	call<V extends Verb>(verb: V, ...args: Parameters<AccountStore[V]>): ReturnType<AccountStore[V]> {
		return this.order(verb, args) as ReturnType<AccountStore[V]>;
	}

	/** A longer piece of work, see tasks.ts. */
	task<Name extends keyof TaskInputs>(name: Name, input: TaskInputs[Name]): Promise<TaskAnswers[Name]> {
		return this.order(name, [input]) as Promise<TaskAnswers[Name]>;
	}

	/** SIGKILL: no time to tidy up. */
	async kill(): Promise<void> {
		this.child.kill('SIGKILL');
		await this.gone;
	}

	/** Stands still, as on a machine that swaps or a virtual one that is moved; orders wait until it goes on. */
	stall(): void {
		this.child.kill('SIGSTOP');
	}

	goOn(): void {
		this.child.kill('SIGCONT');
	}

	async close(): Promise<void> {
		await this.order('close', []).catch(() => undefined);
		if (this.child.connected) this.child.disconnect();
		await this.gone;
	}

	private order(verb: string, args: unknown[]): Promise<unknown> {
		const order: Order = { id: this.next++, verb, args };
		return new Promise((resolve, reject) => {
			this.open.set(order.id, { resolve, reject });
			this.child.send(order, (error) => error && reject(error));
		});
	}
}

const MINUTE_MS = 60_000;
/** Up to two minutes off in either direction; two that are right, too. */
export const SKEWS = [0, 0, 2, -2, 1, -1, 0.5, -0.5].map((minutes) => minutes * MINUTE_MS);

/** Eight processes, each with a wrong clock of its own. */
export function startTeam(connectionString: string): Member[] {
	return SKEWS.map((skewMs, n) => new Member({ connectionString, name: `process ${n + 1}`, skewMs }));
}
