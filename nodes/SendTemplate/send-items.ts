/** The node's work: all items of a run as one batch. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { sharedPace } from '../../engine/dispatch/pace';
import type { BatchResult, PreparedSend, Withheld } from '../../engine/dispatch/prepared-send';
import { sendBatch } from '../../engine/dispatch/send-batch';
import { systemTimers } from '../../engine/dispatch/timers';
import { explain } from '../../engine/sequence/reason';
import { ACCOUNT_PAUSE_MS, retryPauseMs } from '../../engine/sequence/retry';
import { StoreRefusal, type AccountStore } from '../../engine/store/contract';
import { isSendable } from '../../engine/whatsapp/template';
import { CatalogUnavailable, sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import { TemplateList } from '../../engine/whatsapp/template-list';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import { readAccount, type Account } from '../shared/account';
import { graphTransport } from '../shared/graph';
import { openAccountStore } from '../shared/stores';
import { readItem, type IncomingItem } from './incoming-item';
import { messageOf, refused, reportOf, type SendReport } from './output-items';
import { readParameters, type SendParameters } from './parameters';
import { onlyLanguage, prepare, WiringError, wantedFor, type Prepared, type Wanted } from './prepare';
import { NOT_A_TEST_RECIPIENT, testRecipientsOf, type TestRecipients } from './recipients';

/** One run of the node. */
interface Run {
	context: IExecuteFunctions;
	account: Account;
	transport: GraphTransport;
	parameters: SendParameters;
	recipients: TestRecipients;
	/** Filled in as the fate of each item is decided. */
	reports: SendReport[];
}

/** One report per item, in their order. Throws NodeOperationError unless the node is set to continue on errors. */
export async function sendItems(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<SendReport[]> {
	const account = await readAccount(context);
	const run: Run = {
		context,
		account,
		transport: graphTransport(context, account),
		parameters: readParameters(context),
		recipients: testRecipientsOf(account),
		reports: new Array<SendReport>(items.length),
	};
	// Everything that may be wrong with the canvas shows before the first message leaves.
	const prepared = await prepareAll(run, items.map(({ json }) => readItem(json)));
	const store = await open(run);
	await refuseAll(run, store, prepared);
	await sendAll(run, store, prepared);
	return run.reports;
}

/** Null for items that are decided already: the canvas is at fault, and the node goes on. */
async function prepareAll(run: Run, items: IncomingItem[]): Promise<Array<Prepared | null>> {
	const { context, account, parameters, recipients } = run;
	const wanted = items.map((item, index) => guarded(run, index, () => wantedFor(item, index, parameters)));
	const templates = await templatesFor(run, wanted);
	const preparation = { parameters, templates, recipients, country: account.country, nodeId: context.getNode().id };
	return items.map((item, index) => {
		const one = wanted[index];
		return one && guarded(run, index, () => prepare(item, index, one, preparation));
	});
}

/** A fault of the canvas stops the run, or ends this item only. */
function guarded<T>({ context, reports }: Run, index: number, action: () => T): T | null {
	try {
		return action();
	} catch (error) {
		if (!context.continueOnFail()) throw asNodeError(context, error, index);
		reports[index] = refused('invalid_message', messageOf(error));
		return null;
	}
}

function asNodeError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeOperationError {
	const description = error instanceof WiringError ? error.whatToDo : undefined;
	return new NodeOperationError(context.getNode(), error as Error, { itemIndex, ...(description ? { description } : {}) });
}

/** A template that was approved minutes ago is not in the list yet; so before one is missed, Meta is asked again. */
const MISSED_MAX_AGE_MS = 10_000;

async function templatesFor({ account, transport }: Run, wanted: Array<Wanted | null>): Promise<TemplateList | { withheld: Withheld }> {
	const asked = wanted.flatMap((one) => (one?.kind === 'template' ? [one] : []));
	if (asked.length === 0) return new TemplateList([]);
	const catalog = sharedTemplateCatalog(account);
	try {
		const list = await catalog.read(transport);
		const missed = asked.some(({ name, language }) => {
			const template = list.find(name, language || onlyLanguage(list, name));
			return !template || !isSendable(template);
		});
		return missed ? await catalog.read(transport, MISSED_MAX_AGE_MS) : list;
	} catch (error) {
		return { withheld: withheld(error) };
	}
}

/** Without the templates nothing is known of a message's category, so it waits. */
function withheld(error: unknown): Withheld {
	const reason = error instanceof CatalogUnavailable ? error.reason : 'meta_unavailable';
	const lasting = reason === 'credential_refused' || reason === 'rejected';
	return { reason, detail: messageOf(error), retryAfterMs: lasting ? ACCOUNT_PAUSE_MS : retryPauseMs(1, Math.random()) };
}

async function open({ context, account }: Run): Promise<AccountStore> {
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
		const { reason, detail, step, action } = one;
		reports[index] = refused(reason, detail);
		return step && action !== 'leave' ? [{ index, refusal: { step, reason, detail, action } }] : [];
	});
	if (refusals.length === 0) return;
	try {
		const answers = await store.refuseSteps(refusals.map(({ refusal }) => refusal), Date.now());
		refusals.forEach(({ index }, position) => {
			if (!answers[position].applied) reports[index] = refused('lease_lost', reports[index].detail ?? explain('lease_lost'));
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
	const results = await sendBatch({
		store,
		transport,
		phoneNumberId: account.phoneNumberId,
		sends: outgoing.map(({ send }) => send),
		pace: sharedPace(`${account.graphBaseUrl} ${account.phoneNumberId}`),
		timers: systemTimers,
		random: Math.random,
		signal: context.getExecutionCancelSignal(),
		objection: (contact) =>
			recipients.restricted && !recipients.includes(contact)
				? { reason: 'not_a_test_recipient', detail: NOT_A_TEST_RECIPIENT, retryAfterMs: ACCOUNT_PAUSE_MS }
				: null,
	});
	results.forEach((result, position) => {
		const { index, send } = outgoing[position];
		reports[index] = reportOf(result, stepOf(send));
	});
	if (!context.continueOnFail()) throwOnStoreFault(context, results);
}

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
