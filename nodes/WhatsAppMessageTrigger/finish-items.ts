/**
 * What is done with messages inside of their execution, when Meta has its answer already: their files, blue ticks.
 * In queue mode it is the worker that does it.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { CREDENTIAL, toAccount } from '../shared/account';
import { attachMedia } from './attach-media';
import { readOptions } from './parameters';
import { sendReadReceipts } from './read-receipts';

/** Files fetched at once: each is in memory as a whole. */
const FILES_AT_ONCE = 4;

export async function finishItems(node: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = node.getInputData();
	if (items.length === 0) return items;
	const options = readOptions({ getNodeParameter: (name, fallback) => node.getNodeParameter(name, 0, fallback) as unknown });
	const receipts = options.markRead === true || options.showTyping === true;
	if (!receipts && options.downloadMedia !== true) return items;
	const account = toAccount(await node.getCredentials(CREDENTIAL));
	// Before the files, which may take a while.
	if (receipts) await sendReadReceipts(node, account, items, options);
	if (options.downloadMedia !== true) return items;
	const finished = [...items];
	const waiting = items.map((_, i) => i);
	const work = async (): Promise<void> => {
		for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) finished[i] = await attachMedia(node, account, items[i]!, options);
	};
	await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
	return finished;
}
