/**
 * A POST of Meta, from its bytes to the items of one execution. Meta delivers again whatever is not answered
 * with 200, for up to 7 days (Meta: webhooks/overview); so each answer says whether it should.
 */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { AccountStore } from '../../engine/store/contract';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';
import { CREDENTIAL, toAccount, type Account } from '../shared/account';
import { openAccountStore } from '../shared/stores';
import { applyTogether, type OutgoingItem } from './apply-together';
import { burstTimes } from './burst-items';
import { kindOfError, LARGEST_BODY, NOT_FOR_TEST, NOT_STORED, takeIn, TOO_LARGE, type Refused } from './intake';
import { outletOf } from './open-trigger';
import { applyForOtherNumbers } from './other-numbers';
import { keeperOf, keepFor } from './outlet';
import { readNewContactSequences, readOptions } from './parameters';

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
	if (isForeignToTest(context, account, taken.events)) return refuse(context, NOT_FOR_TEST);
	try {
		await applyForOtherNumbers(account, [taken], now);
		if (taken.events.length === 0) return {};
		const store = await openAccountStore(account, context);
		const applied = await applyTogether(store, [taken], {
			phoneNumberId: account.phoneNumberId,
			options: readOptions(context),
			newContactSequences: readNewContactSequences(context),
			logger: context.logger,
			now,
		});
		return await emit(context, store, await holdBack(context, store, applied));
	} catch (error) {
		context.logger.error(`WhatsApp webhook not stored, Meta will deliver it again: ${kindOfError(error)}`);
		return refuse(context, NOT_STORED);
	}
}

/**
 * Hands the items to n8n. A message counts as delivered only once its execution has been started, which is when
 * n8n answers; a crash before that leaves it unacknowledged, and Meta's redelivery brings it again.
 */
async function emit(context: IWebhookFunctions, store: AccountStore, items: OutgoingItem[]): Promise<IWebhookResponseData> {
	if (items.length === 0) return {};
	const wamids = items.flatMap((item) => item.wamids);
	if (wamids.length > 0) acknowledgeWhenAnswered(context, store, wamids);
	return { workflowData: [items.map(({ item }) => item)] };
}

/** Messages of a person who may go on writing start their execution later; what else there is starts one now. */
async function holdBack(context: IWebhookFunctions, store: AccountStore, items: OutgoingItem[]): Promise<OutgoingItem[]> {
	// A test ends with its first execution, so there is nothing to wait for.
	if (context.getMode() === 'manual' || burstTimes(readOptions(context)) === null) return items;
	const messages = items.filter(({ wamids }) => wamids.length > 0);
	const keeper = keeperOf(context);
	const outlet = outletOf(keeper);
	if (outlet) await outlet.send(messages);
	else await keepFor(store, keeper, messages);
	return items.filter(({ wamids }) => wamids.length === 0);
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

/**
 * While a test listens in place of production, messages of customers are not for it: refused, Meta delivers them again,
 * and the published workflow gets them once the test is over. Who tests is known from the credential's test recipients.
 */
function isForeignToTest(context: IWebhookFunctions, { testRecipients }: Account, events: WebhookEvent[]): boolean {
	if (context.getMode() !== 'manual' || testRecipients.length === 0) return false;
	const isTester = ({ phone, userId }: { phone?: string; userId?: string }): boolean =>
		[phone, userId].some((id) => id !== undefined && testRecipients.includes(id));
	return events.some((event) => event.kind === 'message' && !isTester(event.contact));
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
