/** The node's work: all items of a run as one batch. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isUsNumber } from '../../engine/contact/us-number';
import type { BatchResult, PreparedSend } from '../../engine/dispatch/prepared-send';
import { explain } from '../../engine/sequence/reason';
import { ACCOUNT_PAUSE_MS } from '../../engine/sequence/retry';
import { StoreRefusal, type AccountStore } from '../../engine/store/contract';
import { sharedNumberLimits } from '../../engine/whatsapp/number-limits';
import { readAccount, type Account } from '../shared/account';
import { graphTransport } from '../shared/graph';
import { openAccountStore } from '../shared/stores';
import { NOT_A_TEST_RECIPIENT, testRecipientsOf } from '../shared/test-recipients';
import { deliver } from './deliver';
import { dryRunReport } from './dry-run';
import { messageOf, refused, reportOf, SEQUENCE_PAUSED, type SendReport } from './output-items';
import { readParameters } from './parameters';
import type { Prepared } from './prepare';
import { prepareAll, type Run } from './prepare-items';

/** One report per item, in their order. Throws NodeOperationError unless the node is set to continue on errors. */
export async function sendItems(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<SendReport[]> {
	const account = await readAccount(context);
	const run: Run = {
		context,
		account,
		transport: graphTransport(context, account),
		parameters: readParameters(context),
		recipients: testRecipientsOf(account),
		openStore: () => open(context, account),
		reports: new Array<SendReport>(items.length),
	};
	// Everything that may be wrong with the canvas shows before the first message leaves.
	const prepared = await prepareAll(run, items);
	if (run.parameters.options.dryRun) return dryRun(run, prepared);
	const store = await run.openStore();
	await refuseAll(run, store, prepared);
	await sendAll(run, store, prepared);
	return run.reports;
}

function dryRun({ account, reports }: Run, prepared: Array<Prepared | null>): SendReport[] {
	prepared.forEach((one, index) => {
		if (one) reports[index] = one.kind === 'refused' ? refused(one.reason, one.detail) : dryRunReport(one.send, account);
	});
	return reports;
}

async function open(context: IExecuteFunctions, account: Account): Promise<AccountStore> {
	try {
		return await openAccountStore(account, context);
	} catch (error) {
		throw storeError(context, 'The store of the credential cannot be opened', error);
	}
}

function storeError(context: IExecuteFunctions, what: string, error: unknown): NodeOperationError {
	return new NodeOperationError(context.getNode(), what, { description: messageOf(error) });
}

/** Steps whose message cannot be built, or must not go to this person, end in the store with their reason. */
async function refuseAll({ context, reports }: Run, store: AccountStore, prepared: Array<Prepared | null>): Promise<void> {
	const refusals = prepared.flatMap((one, index) => {
		if (one?.kind !== 'refused') return [];
		const { reason, detail, step, action, template } = one;
		reports[index] = refused(reason, detail);
		return step && action !== 'leave' ? [{ index, refusal: { step, reason, detail, action, ...(template ? { template } : {}) } }] : [];
	});
	if (refusals.length === 0) return;
	try {
		const answers = await store.refuseSteps(refusals.map(({ refusal }) => refusal), Date.now());
		refusals.forEach(({ index }, position) => {
			if (!answers[position].applied) reports[index] = refused('lease_lost', reports[index].detail ?? explain('lease_lost'));
			else if (refusals[position].refusal.action === 'hold') reports[index].status = 'postponed';
			if (answers[position].applied && refusals[position].refusal.template) reports[index].explanation += SEQUENCE_PAUSED;
		});
	} catch (error) {
		if (!context.continueOnFail()) throw storeError(context, 'The store could not write down which steps are not sent', error);
		for (const { index } of refusals) reports[index] = refused('execution_failed', messageOf(error));
	}
}

async function sendAll(run: Run, store: AccountStore, prepared: Array<Prepared | null>): Promise<void> {
	const { context, account, transport, recipients, reports } = run;
	const outgoing = prepared.flatMap((one, index) => (one?.kind === 'send' ? [{ index, send: one.send }] : []));
	if (outgoing.length === 0) return;
	const limits = await sharedNumberLimits(account).read(transport);
	const results = await deliver({
		context,
		account,
		store,
		transport,
		limits,
		sends: outgoing.map(({ send }) => send),
		objection: (contact) =>
			recipients.restricted && !recipients.includes(contact)
				? { reason: 'not_a_test_recipient', detail: NOT_A_TEST_RECIPIENT, retryAfterMs: ACCOUNT_PAUSE_MS }
				: null,
	});
	results.forEach((result, position) => {
		const { index, send } = outgoing[position];
		reports[index] = { ...reportOf(result, stepOf(send)), ...remarksOn(result, send) };
	});
	if (!context.continueOnFail()) throwOnStoreFault(context, results);
}

/** What the node chose under Auto, and what Meta will most likely make of it. */
function remarksOn(result: BatchResult, { request }: PreparedSend): Pick<SendReport, 'category' | 'warning'> {
	if (result.kind !== 'settled' && result.kind !== 'unrecorded') return {};
	const { instead, contact } = result.permit;
	const category = instead && request.instead ? request.instead.category : request.category;
	return {
		...(request.instead ? { category } : {}),
		...(category === 'marketing' && isUsNumber(contact.phone) ? { warning: US_MARKETING } : {}),
	};
}

const US_MARKETING =
	'Meta has not delivered marketing templates to numbers of the United States since April 2025. Use a utility template, or choose Do Not Send under Options > Marketing to US Numbers.';

const stepOf = ({ request }: PreparedSend): string | null => request.step?.step ?? null;

/** A contact that the store does not know is the item's matter and goes to Not Sent; a store that fails is not. */
function throwOnStoreFault(context: IExecuteFunctions, results: BatchResult[]): void {
	const faults = results.flatMap((result) => {
		const fault = result.kind === 'unrecorded' || (result.kind === 'failed' && !(result.error instanceof StoreRefusal));
		return fault ? [result] : [];
	});
	if (faults.length === 0) return;
	const left = faults.filter(({ kind }) => kind === 'unrecorded').length;
	const what = left > 0 ? `The store could not write down the results of ${left} messages` : `The store did not answer for ${faults.length} messages, so they were not sent`;
	throw storeError(context, what, faults[0].error);
}
