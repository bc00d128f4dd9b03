/**
 * A POST of Meta, from its bytes to the items of one execution. Meta delivers again whatever is not answered
 * with 200, for up to 7 days (Meta: webhooks/overview); so each answer says whether it should.
 */
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { AccountStore, AppliedWebhook } from '../../engine/store/contract';
import { rawMessages } from '../../engine/whatsapp/parse-webhook';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';
import { CREDENTIAL, toAccount } from '../shared/account';
import { openAccountStore, PROCESS_ID } from '../shared/stores';
import { kindOfError, LARGEST_BODY, NOT_STORED, takeIn, TOO_LARGE, type Refused } from './intake';
import { eventItems, messageItem, startsWorkflow } from './message-items';
import { inOwnWords } from './own-words';
import { readOptions } from './parameters';

/** n8n's addition to the request: reads the body of content types that n8n does not parse by itself. */
interface RawRequest {
	headers: Record<string, string | string[] | undefined>;
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
}

/** Reads, checks and applies one webhook; the result tells n8n whether to start an execution. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as unknown as RawRequest;
	if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return refuse(context, TOO_LARGE);
	const bytes = await readBytes(request);
	if (bytes === 'too large' || bytes.length > LARGEST_BODY) return refuse(context, TOO_LARGE);

	const account = toAccount(await context.getCredentials(CREDENTIAL));
	const now = Date.now();
	const taken = takeIn(bytes, request.headers['x-hub-signature-256'], account, context.logger, now);
	if (taken.kind === 'refused') return refuse(context, taken);
	const { body } = taken;
	const events = inOwnWords(taken.events, readOptions(context));
	if (events.length === 0) return {};
	try {
		const store = await openAccountStore(account, context);
		const applied = await store.applyWebhook(events, PROCESS_ID, now);
		return await emit(context, store, applied, events, () => rawMessages(body, account.phoneNumberId));
	} catch (error) {
		context.logger.error(`WhatsApp webhook not stored, Meta will deliver it again: ${kindOfError(error)}`);
		return refuse(context, NOT_STORED);
	}
}

/**
 * Hands the items to n8n. A message counts as delivered only once its execution has been started, which is when
 * n8n answers; a crash before that leaves it unacknowledged, and Meta's redelivery brings it again.
 */
async function emit(
	context: IWebhookFunctions,
	store: AccountStore,
	applied: AppliedWebhook,
	events: WebhookEvent[],
	readRaw: () => Map<string, Record<string, unknown>>,
): Promise<IWebhookResponseData> {
	const options = readOptions(context);
	const emitted = applied.messages.filter((message) => startsWorkflow(message, options));
	const silent = applied.messages.filter((message) => !startsWorkflow(message, options));
	if (silent.length > 0) await store.acknowledgeMessages(silent.map((message) => message.event.id));

	const raw = options.rawMessage === true ? readRaw() : new Map<string, Record<string, unknown>>();
	const items: INodeExecutionData[] = [
		...emitted.map((message) => messageItem(message, raw.get(message.event.id))),
		...eventItems(events, options),
	];
	if (items.length === 0) return {};
	if (emitted.length > 0) acknowledgeWhenAnswered(context, store, emitted.map((message) => message.event.id));
	return { workflowData: [items] };
}

function acknowledgeWhenAnswered(context: IWebhookFunctions, store: AccountStore, wamids: string[]): void {
	const response = context.getResponseObject();
	const { logger } = context;
	response.once('finish', () => {
		// n8n answers 500 when it could not start the execution: then the messages have to come again.
		const settled = response.statusCode < 300 ? store.acknowledgeMessages(wamids) : store.releaseMessages(wamids);
		settled.catch((error: unknown) => {
			logger.warn(`WhatsApp messages not acknowledged; redeliveries may start the workflow again: ${kindOfError(error)}`);
		});
	});
}

/** The body as it came. Nothing at all where it cannot be read: no signature will fit that. */
async function readBytes(request: RawRequest): Promise<Buffer | 'too large'> {
	try {
		if (request.rawBody === undefined) await request.readRawBody?.();
	} catch (error) {
		if ((error as { type?: unknown }).type === 'entity.too.large') return 'too large';
	}
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
}

function refuse(context: IWebhookFunctions, { status, message }: Refused): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
