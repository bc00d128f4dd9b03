/**
 * Sends a batch of messages: permits first, then the POSTs side by side under the pace, results written in groups
 * meanwhile. It stands outside engine/whatsapp because it needs the store.
 */
import type { Contact } from '../contact/contact';
import { explain } from '../sequence/reason';
import { ACCOUNT_PAUSE_MS, HOLD_MS, retryPauseMs } from '../sequence/retry';
import type { AccountStore } from '../store/contract';
import { addressed } from '../whatsapp/message-body';
import { adviceOf, dispositionOf, reasonOf } from '../whatsapp/meta-errors';
import type { GraphAnswer, GraphTransport } from '../whatsapp/transport';
import { outcomeOf } from './outcome';
import type { Departing } from './pace';
import { PermitFeed, type AllowedPermit, type Permitted } from './permit-feed';
import type { BatchResult, PreparedSend, Withheld } from './prepared-send';
import { ResultWriter } from './result-writer';
import { Slots } from './slots';
import type { Timers } from './timers';

export interface SendBatch {
	store: Pick<AccountStore, 'beginSends' | 'settleSends'>;
	transport: GraphTransport;
	/** Business number that sends. */
	phoneNumberId: string;
	sends: PreparedSend[];
	pace: Departing;
	timers: Timers;
	/** From 0 to 1, like Math.random. */
	random: () => number;
	/** Stops the batch between two messages; those under way are waited for. */
	signal?: AbortSignal;
	/** Last word on a recipient as the store knows them; why they get nothing, or null. */
	objection?: (contact: Contact) => Withheld | null;
}

/** When the user stops an execution, its steps become due again after this: time to deactivate the workflow. */
const AFTER_STOP_MS = 60_000;
/** So many messages in a row without a proper answer, and the rest of the batch is not tried any more. */
const MOST_UNREACHABLE = 5;

/**
 * Posts what the store permits. Answers one result per send, in their order; it does not throw. Whatever was
 * begun is settled: what could not leave any more (stop, refused token, no connection, a store that no longer
 * writes) as `not_posted`.
 */
export async function sendBatch(batch: SendBatch): Promise<BatchResult[]> {
	const { perSecond } = batch.pace;
	const results = new Array<BatchResult>(batch.sends.length);
	// A twentieth of a second's worth: what is marked as sending and not posted yet stays unconfirmed when the process
	// is killed. With 20 at 80/s, five kills among 600 messages left 49 people waiting.
	const chunk = Math.min(100, Math.max(4, Math.round(perSecond / 20)));
	const feed = new PermitFeed(batch.store, batch.sends, results, chunk, () => batch.timers.now());
	const writer = new ResultWriter(batch.store, results, batch.timers);
	// Meta answers in 100 to 500 ms; a quarter of a second's messages under way keep the pace at either end.
	const slots = new Slots(Math.max(50, Math.ceil(perSecond / 4)));
	await dispatch({ batch, writer, slots, halted: null, refusedTemplates: new Map(), unreachable: 0 }, feed);
	await slots.allFree();
	await writer.drain();
	return results;
}

interface Run {
	batch: SendBatch;
	writer: ResultWriter;
	slots: Slots;
	/** Why nothing more is posted in this batch. */
	halted: Withheld | null;
	/** Labels of templates that Meta refuses altogether, and with what words. */
	refusedTemplates: Map<string, Withheld>;
	/** Calls in a row without a proper answer. */
	unreachable: number;
}

/** One message after the other takes its permit and its turn; only the POSTs run side by side. */
async function dispatch(run: Run, feed: PermitFeed): Promise<void> {
	for (let permitted = await feed.next(); permitted; permitted = await feed.next()) {
		const turn = await turnOf(run, permitted);
		if ('body' in turn) void post(run, permitted, turn.body);
		else run.writer.add(permitted, { kind: 'not_posted', ...turn.withheld });
		if (run.writer.failure) feed.abandon(run.writer.failure.error);
	}
}

/** Waits for a free slot and for the pace. With a body, the message may leave now and holds a slot. */
async function turnOf(run: Run, { send, permit }: Permitted): Promise<{ body: Record<string, unknown> } | { withheld: Withheld }> {
	if ('withheld' in send.content) return send.content;
	const objection = run.batch.objection?.(permit.contact) ?? haltOf(run, send, permit);
	if (objection) return { withheld: objection };
	const { message, instead = message } = send.content;
	const body = addressed(permit.instead ? instead : message, permit.contact, permit.callbackData);
	if (!body) return { withheld: { reason: 'no_address', detail: explain('no_address'), retryAfterMs: ACCOUNT_PAUSE_MS } };
	await run.slots.take();
	const withheld = (await run.batch.pace.take(run.batch.signal)) ? haltOf(run, send, permit) : stop();
	if (!withheld) return { body };
	run.slots.free();
	return { withheld };
}

/** Never rejects. */
async function post(run: Run, permitted: Permitted, body: Record<string, unknown>): Promise<void> {
	const { phoneNumberId, transport, random } = run.batch;
	const answer = await transport
		.call({ method: 'POST', path: `${phoneNumberId}/messages`, body })
		.catch((error: unknown) => ({ kind: 'lost' as const, detail: `The call ended without an answer (${error instanceof Error ? error.name : 'unknown'}).` }));

	run.unreachable = isOutage(answer) ? run.unreachable + 1 : 0;
	const outcome = outcomeOf(answer, permitted.send.attempt, random());
	if (answer.kind === 'refused') learnFrom(run, permitted, answer);
	run.writer.add(permitted, outcome);
	run.slots.free();
}

/** No connection, no answer, or Meta's word that it is out of order: each message more might get lost on its way. */
function isOutage(answer: GraphAnswer): boolean {
	return answer.kind === 'refused' ? reasonOf(answer.error, answer.status) === 'meta_unavailable' : answer.kind !== 'ok';
}

/** What a refusal means for the messages behind this one: they would be refused for the same cause. */
function learnFrom(run: Run, { send, permit }: Permitted, { error, status }: Extract<GraphAnswer, { kind: 'refused' }>): void {
	const withheld = (retryAfterMs: number): Withheld => ({ reason: reasonOf(error, status), detail: adviceOf(error), retryAfterMs });
	const disposition = dispositionOf(error, status);
	if (disposition === 'account') run.halted ??= withheld(ACCOUNT_PAUSE_MS);
	if (disposition === 'pause_sequence') run.refusedTemplates.set(labelOf(send, permit), withheld(HOLD_MS));
	if (error.code === THROUGHPUT_REACHED) run.batch.pace.slowDown();
}

/** Meta: throughput. */
const THROUGHPUT_REACHED = 130429;

/** The name of what leaves: the message, or the template in its place. */
function labelOf({ request }: PreparedSend, { instead }: AllowedPermit): string {
	return (instead && request.instead?.label) || request.label;
}

/** Why this message must not be posted any more, or null. */
function haltOf(run: Run, send: PreparedSend, permit: AllowedPermit): Withheld | null {
	const refused = run.halted ?? run.refusedTemplates.get(labelOf(send, permit));
	if (refused) return refused;
	if (run.batch.signal?.aborted) return stop();
	const retryAfterMs = retryPauseMs(send.attempt, run.batch.random());
	if (run.writer.failure) return { reason: 'execution_failed', detail: 'The results of earlier messages could not be written down.', retryAfterMs };
	if (run.unreachable < MOST_UNREACHABLE) return null;
	return { reason: 'meta_unavailable', detail: 'Meta could not be reached for the messages before this one.', retryAfterMs };
}

function stop(): Withheld {
	return { reason: 'execution_failed', detail: 'The execution was stopped before this message left.', retryAfterMs: AFTER_STOP_MS };
}
