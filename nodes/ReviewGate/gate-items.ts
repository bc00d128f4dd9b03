/** What becomes of the items at a gate: one call for all of them. */
import { WAIT_INDEFINITELY, type IDataObject } from 'n8n-workflow';
import { reviewLink } from '../../engine/pages/reviews';
import type { Verdict } from '../../engine/sequence/review';
import type { ReviewAnswer, ReviewRequest, ReviewView } from '../../engine/store/contract';
import { sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import type { TemplateList } from '../../engine/whatsapp/template-list';
import type { Batch } from '../shared/batch';
import { graphTransport } from '../shared/graph';
import { faultOf, ItemFault } from '../shared/item-fault';
import { sealOf } from '../shared/pages';
import { testRecipientsOf } from '../shared/test-recipients';
import { askOnWhatsApp, type Asked } from './ask-on-whatsapp';
import { APPROVED, PENDING, REJECTED } from './outputs';
import { pageAddressOf } from './page-address';
import { optionsOf, readRequest } from './read-request';
import { approvedJson, exemptItem, pendingItem, refusedItem } from './review-item';

export type Passed = { output: number; json: IDataObject } | { fault: ItemFault };

const DAY_MS = 24 * 60 * 60_000;

/**
 * Where each item goes. Items from elsewhere of which one has to wait make the execution wait, and leave all together once
 * they are decided (wake.ts).
 */
export async function gateItems(gate: Batch): Promise<Passed[]> {
	const passed = new Map<number, Passed>();
	const source = { ...gate, templates: await templatesOf(gate) };
	const requests: Array<{ index: number; request: ReviewRequest }> = [];
	gate.items.forEach(({ json }, index) => {
		// A sample of a manual run belongs to nobody and goes to test recipients only: it shows the way.
		if (json.sample === true && json.enrollment === null) passed.set(index, { output: APPROVED, json: { ...json, review: { id: null, decision: 'sample' } } });
		else readInto(passed, index, () => requests.push({ index, request: readRequest(source, index) }));
	});
	refuseMixed(requests, passed);
	const asking = requests.filter(({ index }) => !passed.has(index));
	if (!gate.node.continueOnFail() && [...passed.values()].some((one) => 'fault' in one)) return inOrder(gate, passed);
	const answers = await gate.store.review(asking.map(({ request }) => request), gate.now);
	const waits = asking.some(({ request }, i) => request.waiting && answers[i]!.kind === 'pending');
	for (const [i, { index }] of asking.entries()) passed.set(index, await passedBy(gate, index, answers[i]!));
	if (waits) await gate.node.putExecutionToWait(WAIT_INDEFINITELY);
	return inOrder(gate, passed);
}

const inOrder = ({ items }: Batch, passed: Map<number, Passed>): Passed[] => items.map((_, index) => passed.get(index) ?? { fault: new ItemFault('The item was not reviewed') });

function readInto(passed: Map<number, Passed>, index: number, read: () => void): void {
	try {
		read();
	} catch (error) {
		passed.set(index, { fault: faultOf(error) });
	}
}

/** An execution that waits keeps everything; what a sequence brought must not wait with it. */
function refuseMixed(requests: Array<{ index: number; request: ReviewRequest }>, passed: Map<number, Passed>): void {
	if (!requests.some(({ request }) => request.step) || !requests.some(({ request }) => request.waiting)) return;
	const fault = new ItemFault('Items of a sequence and items from elsewhere came to the gate together', 'Give each of them a Review Gate of its own.');
	for (const { index, request } of requests) if (request.waiting) passed.set(index, { fault });
}

async function passedBy(gate: Batch, index: number, answer: ReviewAnswer): Promise<Passed> {
	const { json } = gate.items[index]!;
	switch (answer.kind) {
		case 'approved':
			return { output: APPROVED, json: approvedJson(json, answer.review) };
		case 'exempt':
			return { output: APPROVED, json: { ...json, review: exemptItem(answer.rule) } };
		case 'refused':
			return { output: REJECTED, json: { ...json, review: refusedItem(answer.reason) } };
		case 'pending':
			return { output: PENDING, json: { ...json, review: await pending(gate, index, answer.review, answer.isNew) } };
	}
}

async function pending({ node, account, now }: Batch, index: number, review: ReviewView, isNew: boolean): Promise<IDataObject> {
	const { linkDays = 7, dashboard = '', tapRejects = 'skip' } = optionsOf(node, index);
	const link = reviewLink(pageAddressOf(node), sealOf(account, 'review'), review.id, now + linkDays * DAY_MS);
	const queue = dashboard.trim() === '' ? null : `${dashboard.trim().replace(/\?.*$/s, '')}?page=reviews`;
	const item = pendingItem(review, link, queue);
	if (review.reviewer === null || !isNew) return item;
	return { ...item, whatsApp: (await ask({ node, account }, review, review.reviewer, tapRejects)) as unknown as IDataObject };
}

/** A reviewer is somebody who is written to, too: while there are test recipients, it is one of them or nobody. */
async function ask({ node, account }: Pick<Batch, 'node' | 'account'>, review: ReviewView, reviewer: string, tapRejects: Exclude<Verdict, 'approve'>): Promise<Asked> {
	const recipients = testRecipientsOf(account);
	if (recipients.restricted && !recipients.includes({ phone: reviewer })) return { sent: false, error: REVIEWER_NOT_AMONG_THEM };
	return askOnWhatsApp(graphTransport(node, account), account.phoneNumberId, review, review.enrollmentId === null ? 'end' : tapRejects);
}

const REVIEWER_NOT_AMONG_THEM =
	'The credential names test recipients, and the reviewer is not among them. Add their number there, or empty the list to write to everybody.';

/** The texts of templates; reviewing goes on without them when Meta cannot be asked. */
async function templatesOf({ node, account, items }: Batch): Promise<TemplateList | null> {
	const needed = items.some(({ json }) => ((json.step as IDataObject | undefined)?.message as IDataObject | undefined)?.kind === 'template');
	if (!needed) return null;
	return await sharedTemplateCatalog(account).read(graphTransport(node, account)).catch(() => null);
}
