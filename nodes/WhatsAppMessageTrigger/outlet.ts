/**
 * From Meta's webhooks into executions of our own making. Meta has its answer before the execution has ended, so each
 * message is kept in the store until then: a crash in between starts it anew. An execution costs n8n about 100 ms of
 * CPU however many items it has, so what is written within a short moment shares one.
 */
import type { IDataObject, IRun, ITriggerFunctions } from 'n8n-workflow';
import type { Timers } from '../../engine/dispatch/timers';
import { Bursts } from '../../engine/listener/bursts';
import { MicroBatch } from '../../engine/listener/micro-batch';
import type { AccountStore } from '../../engine/store/contract';
import { PROCESS_ID } from '../shared/stores';
import type { OutgoingItem } from './apply-together';
import { contactOf, mergeBurst, MOST_IN_BURST, type BurstTimes } from './burst-items';
import { kindOfError } from './intake';

const GATHER_MS = 100;
const MOST_ITEMS = 500;

/** The trigger as the store knows it: whose kept messages are whose. */
export function keeperOf(node: Pick<ITriggerFunctions, 'getWorkflow' | 'getNode'>): string {
	return `${node.getWorkflow().id}/${node.getNode().id}`;
}

/** Keeps messages in the store for the trigger that will emit them, which may live in another process. */
export async function keepFor(store: AccountStore, keeper: string, items: OutgoingItem[]): Promise<void> {
	const kept = items.flatMap(({ item, wamids }) => wamids.map((wamid) => ({ wamid, item: JSON.stringify(item.json) })));
	if (kept.length > 0) await store.keepMessages(keeper, kept);
}

export class Outlet {
	private readonly batches: MicroBatch<OutgoingItem[]>;
	private readonly bursts: Bursts<OutgoingItem> | null;
	private readonly keeper: string;

	/** @param times when messages of one person are to become one item */
	constructor(
		private readonly trigger: ITriggerFunctions,
		private readonly store: AccountStore,
		timers: Timers,
		times: BurstTimes | null,
	) {
		this.keeper = keeperOf(trigger);
		this.batches = new MicroBatch<OutgoingItem[]>({
			gatherMs: GATHER_MS,
			most: MOST_ITEMS,
			weigh: (items) => Math.max(1, items.length),
			work: async (groups) => this.execute(groups.flat()),
			timers,
		});
		const release = (items: OutgoingItem[]): void => this.emitSoon([mergeBurst(items)]);
		this.bursts = times && new Bursts<OutgoingItem>({ ...times, most: MOST_IN_BURST, release, timers });
	}

	/** Resolves when the messages are kept; their execution starts a moment later. */
	async send(items: OutgoingItem[]): Promise<void> {
		if (items.length === 0) return;
		await keepFor(this.store, this.keeper, items);
		this.start(items);
	}

	/** What another process had answered Meta for, without an execution to the end. */
	async sendAdopted(): Promise<void> {
		const adopted = await this.store.adoptMessages(this.keeper, PROCESS_ID);
		if (adopted.length > 0) this.start(adopted.map(({ wamid, item }) => ({ wamids: [wamid], item: { json: JSON.parse(item) as IDataObject } })));
	}

	/** Resolves when everything has been handed to n8n; people who may still be writing are not waited for. */
	async settled(): Promise<void> {
		this.bursts?.flush();
		await this.batches.settled();
	}

	private start(items: OutgoingItem[]): void {
		const { bursts } = this;
		const [messages, others] = bursts ? [items.filter(isMessage), items.filter((item) => !isMessage(item))] : [[], items];
		for (const message of messages) bursts?.add(contactOf(message), message);
		if (others.length > 0) this.emitSoon(others);
	}

	private emitSoon(items: OutgoingItem[]): void {
		this.batches.add(items).catch((error: unknown) => {
			this.trigger.logger.error(`WhatsApp messages started no execution; they come again when n8n starts: ${kindOfError(error)}`);
		});
	}

	private async execute(items: OutgoingItem[]): Promise<void> {
		const done = this.trigger.helpers.createDeferredPromise<IRun>();
		this.trigger.emit([items.map(({ item }) => item)], undefined, done);
		void this.acknowledgeAfter(done.promise, items.flatMap(({ wamids }) => wamids));
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

const isMessage = ({ wamids }: OutgoingItem): boolean => wamids.length > 0;
