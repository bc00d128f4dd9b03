/** An execution that waited at a gate goes on: its items leave by what was decided about each. */
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { ReviewView } from '../../engine/store/contract';
import { readAccount } from '../shared/account';
import { openAccountStore } from '../shared/stores';
import { OUTPUT_NAMES, APPROVED, REJECTED } from './outputs';
import { executionKey } from './page-address';
import { approvedJson, decidedItem, exemptItem } from './review-item';

/** Whoever calls it: as long as one item is not decided, nothing happens. */
export async function wake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const account = await readAccount(context);
	const store = await openAccountStore(account, context);
	const execution = executionKey({ getExecutionId: () => context.evaluateExpression('{{ $execution.id }}') as string, getInstanceId: () => context.getInstanceId() });
	const reviews = await store.reviewsOfExecution(execution);
	if (reviews.length === 0 || reviews.some(({ state }) => state === 'pending')) {
		context.getResponseObject().status(202).end();
		return { noWebhookResponse: true };
	}
	await store.executionWoken(execution, Date.now());
	return { workflowData: leaving(itemsOf(context), reviews) };
}

/** What the execution waits with: n8n keeps the items that came in. */
function itemsOf(context: IWebhookFunctions): INodeExecutionData[] {
	const items = context.evaluateExpression('{{ $input.all() }}') as unknown;
	return Array.isArray(items) ? (items as INodeExecutionData[]) : [];
}

function leaving(items: INodeExecutionData[], reviews: ReviewView[]): INodeExecutionData[][] {
	const byItem = new Map(reviews.map((review) => [review.waiting?.item ?? 0, review]));
	const outputs: INodeExecutionData[][] = OUTPUT_NAMES.map(() => []);
	const count = Math.max(items.length, ...[...byItem.keys()].map((item) => item + 1));
	for (let index = 0; index < count; index++) {
		const item = items[index] ?? { json: {} };
		const review = byItem.get(index);
		const pairedItem = { item: index };
		if (!review) outputs[APPROVED]!.push({ ...item, json: { ...item.json, review: exemptItem('a rule of the gate') }, pairedItem });
		else if (review.state === 'approved') outputs[APPROVED]!.push({ ...item, json: approvedJson(item.json, review), pairedItem });
		else outputs[REJECTED]!.push({ ...item, json: { ...item.json, review: decidedItem(review) }, pairedItem });
	}
	return outputs;
}
