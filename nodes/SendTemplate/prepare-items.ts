/** What each item of a run is to send, and whether it can: everything up to the store and the POST. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Withheld } from '../../engine/dispatch/prepared-send';
import { ACCOUNT_PAUSE_MS, retryPauseMs } from '../../engine/sequence/retry';
import type { AccountStore } from '../../engine/store/contract';
import { sharedMediaUploads } from '../../engine/whatsapp/media-uploads';
import { isSendable } from '../../engine/whatsapp/template';
import { CatalogUnavailable, sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import { TemplateList } from '../../engine/whatsapp/template-list';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import type { TestRecipients } from '../shared/test-recipients';
import { addresseeOf, type Addressee } from './addressee';
import { Attachments, BadFile } from './attachments';
import { withContactFacts } from './contact-facts';
import { readItem, type IncomingItem } from '../shared/incoming-item';
import { messageOf, refused, type SendReport } from './output-items';
import type { SendParameters } from './parameters';
import { findTemplate, prepare, type Preparation, type Prepared } from './prepare';
import { templateOf, WiringError, wantedFor, type Wanted } from './wanted';

/** One run of the node. */
export interface Run {
	context: IExecuteFunctions;
	account: Account;
	transport: GraphTransport;
	parameters: SendParameters;
	recipients: TestRecipients;
	/** Opens it when it is first needed: a dry run that needs nothing of it leaves it alone. */
	openStore: () => Promise<AccountStore>;
	/** Filled in as the fate of each item is decided. */
	reports: SendReport[];
}

/** Null for items that are decided already: the canvas is at fault, and the node goes on. */
export async function prepareAll(run: Run, items: INodeExecutionData[]): Promise<Array<Prepared | null>> {
	const { context, account, parameters, recipients, transport } = run;
	const read = items.map(({ json }) => readItem(json));
	const rules = { parameters, recipients, country: account.country };
	const wanted = read.map((item, index) => guarded(run, index, () => wantedFor(item, index, parameters)));
	const incoming = await withContactFacts(read, wanted, run.openStore);
	const addressees = wanted.map((one, index) => one && guarded(run, index, () => addresseeOf(incoming[index], index, one, rules)));
	const templates = await templatesFor(run, wanted);
	const { options } = parameters;
	const uploads = sharedMediaUploads(account.graphBaseUrl, account.phoneNumberId);
	const attachments = new Attachments({ context, items, transport, uploads, dryRun: options.dryRun });
	const preparation = { options, templates, nodeId: context.getNode().id, now: Date.now() };
	return await Promise.all(
		wanted.map(async (one, index) => {
			const addressee = addressees[index];
			if (!one || !addressee) return null;
			if ('kind' in addressee) return addressee;
			return await prepareWithFiles(incoming[index], addressee, one, { index, attachments, preparation });
		}),
	);
}

interface Files {
	index: number;
	attachments: Attachments;
	preparation: Preparation;
}

async function prepareWithFiles(item: IncomingItem, addressee: Addressee, wanted: Wanted, { index, attachments, preparation }: Files): Promise<Prepared> {
	const { templates } = preparation;
	const chosen = templateOf(wanted);
	const template = chosen && !('withheld' in templates) ? findTemplate(templates, chosen) : undefined;
	try {
		const prepared = prepare(item, addressee, await attachments.resolve(wanted, template, index), preparation);
		const withheld = attachments.withheldFor(index);
		return withheld && prepared.kind === 'send' ? { ...prepared, send: { ...prepared.send, content: { withheld } } } : prepared;
	} catch (error) {
		return { kind: 'refused', reason: 'invalid_message', detail: faultOfFile(error), step: addressee.step, action: 'fail' };
	}
}

/** n8n's own fault (a binary file that is gone, say) stops the run. */
function faultOfFile(error: unknown): string {
	if (error instanceof BadFile) return error.message;
	throw error;
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
	const asked = wanted.flatMap((one) => (one && templateOf(one)) ?? []);
	if (asked.length === 0) return new TemplateList([]);
	const catalog = sharedTemplateCatalog(account);
	try {
		const list = await catalog.read(transport);
		const missed = asked.some((one) => {
			const template = findTemplate(list, one);
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
