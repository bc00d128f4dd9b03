/** What an operation gets and gives back: all items at once, so that one execution costs one call of the store. */
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { StoreRefusal, type AccountStore } from '../../engine/store/contract';
import type { Account } from './account';
import { toNodeError } from './errors';
import { faultOf, ItemFault } from './item-fault';

export { ItemFault };

export interface Batch {
	node: IExecuteFunctions;
	account: Account;
	store: AccountStore;
	items: INodeExecutionData[];
	/** The published sequences of this very workflow, by name; only read where an item names none. */
	ownSequences?: readonly string[];
	/** UTC milliseconds. */
	now: number;
}

/** What an operation says of an item; `item` is its index. An operation that lists says several of one. */
export interface Answer {
	item: number;
	json: IDataObject;
	binary?: IBinaryKeyData;
	/** Position of the node's output it leaves by; the first when absent. */
	output?: number;
}

/** What an operation answers: results, and the items it could not work on. */
export interface Outcome {
	answers: Answer[];
	faults: Array<{ item: number; fault: ItemFault }>;
}

/** An operation that answers every item once. */
export interface PerItem<Request, Result> {
	/** Reads the parameters of an item; throws ItemFault when they make no sense. */
	read(item: number): Request;
	/** The call of the store: one for all items, results in their order. */
	work(requests: Request[]): Promise<Result[]>;
	/** The fields that the result adds to the item. */
	answer(result: Result, request: Request): IDataObject;
	/** Position of the output that the item leaves by; the first when absent. */
	output?(result: Result, request: Request): number;
}

/**
 * Without "continue on error" nothing is written as soon as one item is faulty. With it, the good ones are worked
 * on together, and one by one only when the store refuses them as a whole.
 */
export async function workOnItems<Request, Result>(batch: Batch, operation: PerItem<Request, Result>): Promise<Outcome> {
	const goOn = batch.node.continueOnFail();
	const { ready, faults } = readAll(batch, operation);
	if (faults.length > 0 && !goOn) return { answers: [], faults };
	const workOn = async (some: typeof ready): Promise<Answer[]> => {
		const results = await operation.work(some.map(({ request }) => request));
		return some.map(({ item, request }, i) => ({
			item,
			json: { ...batch.items[item]!.json, ...operation.answer(results[i]!, request) },
			...(operation.output ? { output: operation.output(results[i]!, request) } : {}),
		}));
	};
	try {
		return { answers: await workOn(ready), faults };
	} catch (error) {
		if (!goOn || !(error instanceof StoreRefusal)) throw toNodeError(batch.node.getNode(), error);
	}
	const answers: Answer[] = [];
	for (const one of ready) {
		try {
			answers.push(...(await workOn([one])));
		} catch (error) {
			if (!(error instanceof StoreRefusal)) throw toNodeError(batch.node.getNode(), error);
			faults.push({ item: one.item, fault: new ItemFault(error.message) });
		}
	}
	return { answers, faults };
}

function readAll<Request>(
	batch: Batch,
	{ read }: Pick<PerItem<Request, unknown>, 'read'>,
): { ready: Array<{ item: number; request: Request }>; faults: Outcome['faults'] } {
	const ready: Array<{ item: number; request: Request }> = [];
	const faults: Outcome['faults'] = [];
	for (let item = 0; item < batch.items.length; item++) {
		try {
			ready.push({ item, request: read(item) });
		} catch (error) {
			faults.push({ item, fault: faultOf(error) });
		}
	}
	return { ready, faults };
}
