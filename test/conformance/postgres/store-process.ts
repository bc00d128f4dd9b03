/**
 * A process of its own with a PostgreSQL store: does what its parent tells it over the IPC channel, with a clock that
 * may be wrong. Argument: ProcessSettings as JSON.
 */
import type { AccountStore, Store } from '../../../engine/store/contract';
import { openPostgresStore } from '../../../engine/store/open-postgres';
import { ACCOUNT } from '../store-under-test';
import { isTask, runTask, type Clock } from './tasks';

export interface ProcessSettings {
	connectionString: string;
	/** Its name as the owner of leases. */
	name: string;
	/** By how much its clock is ahead, in milliseconds. */
	skewMs: number;
}

export interface Order {
	id: number;
	/** `open` (a schema), a task, or a verb of the store. */
	verb: string;
	args: unknown[];
}

export interface Answer {
	id: number;
	result?: unknown;
	error?: string;
}

type Callable = Record<string, (...args: unknown[]) => Promise<unknown>>;

class StoreProcess {
	private store: Store | undefined;
	private readonly clock: Clock;

	constructor(private readonly settings: ProcessSettings) {
		this.clock = () => Date.now() + settings.skewMs;
	}

	async obey({ verb, args }: Order): Promise<unknown> {
		if (verb === 'open') return await this.open(String(args[0]));
		if (verb === 'close') return await this.store?.close();
		const worker = { account: this.account(), clock: this.clock, name: this.settings.name };
		if (isTask(verb)) return await runTask(verb, worker, args[0]);
		return await (worker.account as unknown as Callable)[verb]!(...args.map((arg) => this.toldTime(arg)));
	}

	private async open(schema: string): Promise<void> {
		await this.store?.close();
		const { connectionString } = this.settings;
		this.store = await openPostgresStore({ connectionString, schema, max: 4, clock: this.clock }, this.clock());
	}

	private account(): AccountStore {
		if (!this.store) throw new Error('open the store first');
		return this.store.forAccount(ACCOUNT);
	}

	/** `{clock: 500}` stands for half a second from now, by the clock of this process. */
	private toldTime(arg: unknown): unknown {
		const isTime = typeof arg === 'object' && arg !== null && 'clock' in arg;
		return isTime ? this.clock() + Number(arg.clock) : arg;
	}
}

const me = new StoreProcess(JSON.parse(process.argv[2]!) as ProcessSettings);
process.on('message', (order: Order) => {
	const answer = (rest: Omit<Answer, 'id'>): void => void process.send!({ id: order.id, ...rest });
	me.obey(order).then(
		(result) => answer({ result }),
		(error: unknown) => answer({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }),
	);
});
process.on('disconnect', () => process.exit(0));
