/**
 * From the listener into executions. Meta has its answer before the execution has ended, so each message is kept in
 * the store until then: a crash in between starts it anew. An execution costs n8n about 100 ms of CPU however many
 * items it has, so what is written within a short moment shares one.
 */
import type { IDataObject, IRun, ITriggerFunctions } from 'n8n-workflow';
import type { Timers } from '../../engine/dispatch/timers';
import { MicroBatch } from '../../engine/listener/micro-batch';
import type { AccountStore } from '../../engine/store/contract';
import { PROCESS_ID } from '../shared/stores';
import type { OutgoingItem } from './apply-together';
import { kindOfError } from './intake';

const GATHER_MS = 100;
const MOST_ITEMS = 500;

export class Outlet {
	private readonly batches: MicroBatch<OutgoingItem[]>;
	private readonly keeper: string;

	constructor(
		private readonly trigger: ITriggerFunctions,
		private readonly store: AccountStore,
		timers: Timers,
	) {
		this.keeper = `${trigger.getWorkflow().id}/${trigger.getNode().id}`;
		this.batches = new MicroBatch<OutgoingItem[]>({
			gatherMs: GATHER_MS,
			most: MOST_ITEMS,
			weigh: (items) => Math.max(1, items.length),
			work: async (groups) => this.execute(groups.flat()),
			timers,
		});
	}

	/** Resolves when the messages are kept; their execution starts a moment later. */
	async send(items: OutgoingItem[]): Promise<void> {
		if (items.length === 0) return;
		const kept = items.flatMap(({ item, wamid }) => (wamid === undefined ? [] : [{ wamid, item: JSON.stringify(item.json) }]));
		if (kept.length > 0) await this.store.keepMessages(this.keeper, kept);
		this.start(items);
	}

	/** What a crashed process had answered Meta for, without an execution to the end. */
	async sendAdopted(): Promise<void> {
		const adopted = await this.store.adoptMessages(this.keeper, PROCESS_ID);
		if (adopted.length > 0) this.start(adopted.map(({ wamid, item }) => ({ wamid, item: { json: JSON.parse(item) as IDataObject } })));
	}

	/** Resolves when everything has been handed to n8n. */
	async settled(): Promise<void> {
		await this.batches.settled();
	}

	private start(items: OutgoingItem[]): void {
		this.batches.add(items).catch((error: unknown) => {
			this.trigger.logger.error(`WhatsApp messages started no execution; they come again when n8n starts: ${kindOfError(error)}`);
		});
	}

	private async execute(items: OutgoingItem[]): Promise<void> {
		const done = this.trigger.helpers.createDeferredPromise<IRun>();
		this.trigger.emit([items.map(({ item }) => item)], undefined, done);
		const wamids = items.flatMap(({ wamid }) => wamid ?? []);
		void this.acknowledgeAfter(done.promise, wamids);
	}

	/** However the execution ended, it has had its chance; one that n8n dropped has not. */
	private async acknowledgeAfter(ended: Promise<IRun | undefined>, wamids: string[]): Promise<void> {
		if (wamids.length === 0) return;
		try {
			const run = await ended.catch(() => null);
			if (run !== undefined) await this.store.acknowledgeMessages(wamids);
		} catch (error) {
			this.trigger.logger.warn(`WhatsApp messages not acknowledged; they may start the workflow again: ${kindOfError(error)}`);
		}
	}
}
