/**
 * Webhooks that the trigger answers itself, whether they come to a port of its own or to n8n's: a webhook costs its
 * signature, its JSON and a share of one transaction.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ITriggerFunctions, Logger } from 'n8n-workflow';
import { systemTimers } from '../../engine/dispatch/timers';
import { reply, type RequestHandler } from '../../engine/listener/http-listener';
import { MicroBatch } from '../../engine/listener/micro-batch';
import { readBody } from '../../engine/listener/read-body';
import type { AccountStore } from '../../engine/store/contract';
import { CREDENTIAL, toAccount, type Account } from '../shared/account';
import { WRONG_VERIFY_TOKEN } from '../shared/connection-facts';
import { applyTogether } from './apply-together';
import { challengeOf } from './handshake';
import { kindOfError, LARGEST_BODY, NOT_STORED, takeIn, TOO_LARGE, type Refused, type TakenIn } from './intake';
import { applyForOtherNumbers } from './other-numbers';
import type { Outlet } from './outlet';
import { readNewContactSequences, readOptions } from './parameters';

/** Webhooks that come within this time share one transaction. */
const GATHER_MS = 5;
/** Most events in one transaction. */
const MOST_EVENTS = 1_000;
/** How often the credential is looked at anew when signatures do not fit: somebody may have entered the new App Secret. */
const LOOK_AGAIN_MS = 10_000;
/** Most bytes that are being read at once, of all requests; what is more is asked to come again. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface WebhookIntake {
	handler: RequestHandler;
	/** Resolves when everything that was taken in is stored. */
	settled(): Promise<void>;
}

/** @param outlet where messages go that start an execution */
export function webhookIntake(trigger: ITriggerFunctions, account: Account, store: AccountStore, outlet: Outlet): WebhookIntake {
	const options = readOptions(trigger);
	const newContactSequences = readNewContactSequences(trigger);
	const { phoneNumberId } = account;
	const { logger } = trigger;
	const batch = new MicroBatch<TakenIn>({
		gatherMs: GATHER_MS,
		most: MOST_EVENTS,
		weigh: ({ events }) => Math.max(1, events.length),
		work: async (bodies) => outlet.send(await applyTogether(store, bodies, { phoneNumberId, options, newContactSequences, logger, now: Date.now() })),
		timers: systemTimers,
	});
	return { handler: handlerOf(new CurrentAccount(trigger, account), batch, logger), settled: () => batch.settled() };
}

/** The credential as the user has it now: n8n tells a published trigger of no change. */
class CurrentAccount {
	private lookedAt = 0;

	constructor(
		private readonly trigger: Pick<ITriggerFunctions, 'getCredentials'>,
		private account: Account,
	) {}

	get known(): Account {
		return this.account;
	}

	/** Reads it again, unless that was done a moment ago. */
	async lookAgain(now: number): Promise<Account> {
		if (now - this.lookedAt >= LOOK_AGAIN_MS) {
			this.lookedAt = now;
			this.account = toAccount(await this.trigger.getCredentials(CREDENTIAL));
		}
		return this.account;
	}
}

function handlerOf(account: CurrentAccount, intake: MicroBatch<TakenIn>, logger: Logger): RequestHandler {
	let reading = 0;
	return async (request, response, query) => {
		if (request.method === 'GET') return answerHandshake(response, query, account.known);
		if (request.method !== 'POST') return reply(response, 405, 'Webhooks come as POST.');
		const expected = Math.min(Number(request.headers['content-length'] ?? LARGEST_BODY) || 0, LARGEST_BODY);
		if (reading + expected > MOST_BYTES) return reply(response, NOT_STORED.status, NOT_STORED.message);
		reading += expected;
		try {
			await takeRequest(account, intake, logger, request, response);
		} finally {
			reading -= expected;
		}
	};
}

/** Answers once the events are on disk: Meta delivers again what was not answered with 200. */
async function takeRequest(
	account: CurrentAccount,
	intake: MicroBatch<TakenIn>,
	logger: Logger,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	try {
		const bytes = await readBody(request, LARGEST_BODY);
		if (bytes === 'too large') return reply(response, TOO_LARGE.status, TOO_LARGE.message);
		const taken = await verified(account, bytes, request.headers['x-hub-signature-256'], logger);
		if (taken.kind === 'refused') return reply(response, taken.status, taken.message);
		await applyForOtherNumbers(account.known, [taken], Date.now());
		if (taken.events.length > 0) await intake.add(taken);
		reply(response, 200, '');
	} catch (error) {
		if (request.destroyed && !request.complete) return;
		logger.error(`WhatsApp webhook not stored, Meta will deliver it again: ${kindOfError(error)}`);
		reply(response, NOT_STORED.status, NOT_STORED.message);
	}
}

async function verified(account: CurrentAccount, bytes: Buffer, signature: unknown, logger: Logger): Promise<TakenIn | Refused> {
	const now = Date.now();
	const { known } = account;
	const taken = takeIn(bytes, signature, known, logger, now);
	if (taken.kind !== 'refused' || (await account.lookAgain(now)).appSecret === known.appSecret) return taken;
	return takeIn(bytes, signature, account.known, logger, now);
}

function answerHandshake(response: ServerResponse, query: URLSearchParams, { verifyToken }: Account): void {
	const challenge = challengeOf(Object.fromEntries(query), verifyToken);
	if (challenge !== null) reply(response, 200, challenge);
	else reply(response, 403, WRONG_VERIFY_TOKEN);
}
