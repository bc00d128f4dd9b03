/**
 * The dedicated listener: an HTTP port of the trigger's own, for numbers whose status webhooks would keep n8n busy.
 * n8n makes an isolate for every webhook it routes (76 ms of CPU on its default settings); here a webhook costs its
 * signature, its JSON and a share of one transaction.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { systemTimers } from '../../engine/dispatch/timers';
import { ListenRefusal, openListener, reply, type ListenAddress, type OpenListener, type RequestHandler } from '../../engine/listener/http-listener';
import { MicroBatch } from '../../engine/listener/micro-batch';
import { readBody } from '../../engine/listener/read-body';
import { readAccount, type Account } from '../shared/account';
import { WRONG_VERIFY_TOKEN } from '../shared/connection-facts';
import { openAccountStore } from '../shared/stores';
import { applyTogether } from './apply-together';
import { burstTimes } from './burst-items';
import { challengeOf } from './handshake';
import { kindOfError, LARGEST_BODY, NOT_STORED, takeIn, TOO_LARGE, type TakenIn } from './intake';
import { applyForOtherNumbers } from './other-numbers';
import { Outlet } from './outlet';
import { readListenAddress, readNewContactSequences, readOptions } from './parameters';
import { registerListener } from './registration';

/** Webhooks that come within this time share one transaction. */
const GATHER_MS = 5;
/** Most events in one transaction. */
const MOST_EVENTS = 1_000;
/** Most bytes that are being read at once, of all requests; what is more is asked to come again. */
const MOST_BYTES = 64 * 1024 * 1024;
/** n8n starts up, or another process takes over: Meta was told when a person published the workflow. */
const UNATTENDED = ['init', 'leadershipChange'];

/** Opens the port, and closes it when the workflow is unpublished. */
export async function openDoor(trigger: ITriggerFunctions): Promise<ITriggerResponse> {
	const account = await readAccount(trigger);
	const store = await openAccountStore(account, trigger);
	const options = readOptions(trigger);
	const newContactSequences = readNewContactSequences(trigger);
	const { phoneNumberId } = account;
	const { logger } = trigger;
	const outlet = new Outlet(trigger, store, systemTimers, burstTimes(options));
	const intake = new MicroBatch<TakenIn>({
		gatherMs: GATHER_MS,
		most: MOST_EVENTS,
		weigh: ({ events }) => Math.max(1, events.length),
		work: async (bodies) => outlet.send(await applyTogether(store, bodies, { phoneNumberId, options, newContactSequences, logger, now: Date.now() })),
		timers: systemTimers,
	});
	const listener = await open(trigger, readListenAddress(trigger), handlerOf(trigger, account, intake));
	try {
		await outlet.sendAdopted();
		if (!UNATTENDED.includes(trigger.getActivationMode())) await registerListener(trigger);
	} catch (error) {
		await listener.close();
		throw asNodeError(trigger, error);
	}
	return {
		closeFunction: async () => {
			await listener.close();
			await intake.settled();
			await outlet.settled();
		},
	};
}

async function open(trigger: ITriggerFunctions, address: ListenAddress, handler: RequestHandler): Promise<OpenListener> {
	try {
		return await openListener(address, handler);
	} catch (error) {
		throw asNodeError(trigger, error);
	}
}

function asNodeError(trigger: ITriggerFunctions, error: unknown): Error {
	if (error instanceof ListenRefusal) return new NodeOperationError(trigger.getNode(), error.message);
	return error instanceof Error ? error : new Error(String(error));
}

function handlerOf(trigger: ITriggerFunctions, account: Account, intake: MicroBatch<TakenIn>): RequestHandler {
	let reading = 0;
	return async (request, response, query) => {
		if (request.method === 'GET') return answerHandshake(response, query, account);
		if (request.method !== 'POST') return reply(response, 405, 'Webhooks come as POST.');
		const expected = Math.min(Number(request.headers['content-length'] ?? LARGEST_BODY) || 0, LARGEST_BODY);
		if (reading + expected > MOST_BYTES) return reply(response, NOT_STORED.status, NOT_STORED.message);
		reading += expected;
		try {
			await takeRequest(trigger, account, intake, request, response);
		} finally {
			reading -= expected;
		}
	};
}

/** Answers once the events are on disk: Meta delivers again what was not answered with 200. */
async function takeRequest(
	trigger: ITriggerFunctions,
	account: Account,
	intake: MicroBatch<TakenIn>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	try {
		const bytes = await readBody(request, LARGEST_BODY);
		if (bytes === 'too large') return reply(response, TOO_LARGE.status, TOO_LARGE.message);
		const taken = takeIn(bytes, request.headers['x-hub-signature-256'], account, trigger.logger, Date.now());
		if (taken.kind === 'refused') return reply(response, taken.status, taken.message);
		await applyForOtherNumbers(account, [taken], Date.now());
		if (taken.events.length > 0) await intake.add(taken);
		reply(response, 200, '');
	} catch (error) {
		if (request.destroyed && !request.complete) return;
		trigger.logger.error(`WhatsApp webhook not stored, Meta will deliver it again: ${kindOfError(error)}`);
		reply(response, NOT_STORED.status, NOT_STORED.message);
	}
}

function answerHandshake(response: ServerResponse, query: URLSearchParams, { verifyToken }: Account): void {
	const challenge = challengeOf(Object.fromEntries(query), verifyToken);
	if (challenge !== null) reply(response, 200, challenge);
	else reply(response, 403, WRONG_VERIFY_TOKEN);
}

