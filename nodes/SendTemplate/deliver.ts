/** Sends what is ready: at the number's pace, within its limits, and telling how far it is. */
import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../engine/contact/contact';
import { BatchReport } from '../../engine/dispatch/batch-report';
import { sharedPace, type Departing } from '../../engine/dispatch/pace';
import { PAIR_LIMIT, PAIR_MEMORY_MS, sharedPairPace, type PairPace } from '../../engine/dispatch/pair-pace';
import type { BatchResult, PreparedSend, Withheld } from '../../engine/dispatch/prepared-send';
import { sendBatch } from '../../engine/dispatch/send-batch';
import { sharedPaceIn } from '../../engine/dispatch/shared-pace';
import { systemTimers } from '../../engine/dispatch/timers';
import type { AccountStore } from '../../engine/store/contract';
import type { Limits } from '../../engine/whatsapp/number-limits';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import { hintOf, showProgress } from './progress';

export interface Delivery {
	context: IExecuteFunctions;
	account: Account;
	store: AccountStore;
	transport: GraphTransport;
	limits: Limits;
	sends: PreparedSend[];
	objection: (contact: Contact) => Withheld | null;
}

/** Names a number in this process, whichever credential leads to it. */
export const numberOf = ({ graphBaseUrl, phoneNumberId }: Account): string => `${graphBaseUrl} ${phoneNumberId}`;

/** One result per send, in their order. */
export async function deliver(delivery: Delivery): Promise<BatchResult[]> {
	const { context, account, store, sends, limits } = delivery;
	const requests = limits.people === null ? sends : sends.map((send) => ({ ...send, request: { ...send.request, messagingLimit: limits.people! } }));
	const batch = { id: randomUUID(), sequenceId: null, node: context.getNode().id, of: sends.length };
	const report = new BatchReport({ ...batch, sequenceId: sequenceOf(context) }, store, systemTimers, (progress) => showProgress(context, progress));
	const pairs = sharedPairPace(numberOf(account));
	if (account.store.kind === 'postgres') await learnFromOthers(pairs, store, sends);
	const pace = paceOf(account, store, limits, sends.length);
	try {
		const results = await inRounds({ sends: requests, pairs, signal: context.getExecutionCancelSignal() }, (round) =>
			sendBatch({
				store: report.counting,
				transport: delivery.transport,
				phoneNumberId: account.phoneNumberId,
				sends: round,
				pace,
				timers: systemTimers,
				random: Math.random,
				signal: context.getExecutionCancelSignal(),
				objection: (contact) => delivery.objection(contact) ?? tooSoon(pairs, contact),
			}),
		);
		for (const result of results) learnPair(pairs, result);
		return results;
	} finally {
		pace.done?.();
		const hint = hintOf(await report.end());
		if (hint) context.addExecutionHints({ message: hint, location: 'outputPane', type: 'info' });
	}
}

/** The one sequence that all items come from; null when they come from none or from several. */
function sequenceOf(context: IExecuteFunctions): string | null {
	const ids = new Set(context.getInputData().map(({ json }) => (json.sequence as { id?: unknown } | undefined)?.id));
	const [id] = ids;
	return ids.size === 1 && typeof id === 'string' && id !== '' ? id : null;
}

/** Where several processes may send from the number, they share its pace in the store. */
function paceOf(account: Account, store: AccountStore, { perSecond }: Limits, messages: number): Departing & { done?: () => void } {
	const key = numberOf(account);
	return account.store.kind === 'postgres' ? sharedPaceIn(store, key, perSecond).forBatch(messages) : sharedPace(key, perSecond);
}

/** Who has just had a message gets the next one of a step a little later: the step waits for it, using up no attempt. */
function tooSoon(pairs: PairPace, contact: Contact): Withheld | null {
	const now = systemTimers.now();
	const waitMs = pairs.waitMs(nameOf(contact), now);
	if (waitMs > 0) return { reason: 'rate_limited', detail: 'This contact has just had as many messages as Meta takes for one person in a short time.', retryAfterMs: waitMs };
	pairs.note(nameOf(contact), now);
	return null;
}

/** Several processes may send from the number; what each of them sent to these people is in the store. */
async function learnFromOthers(pairs: PairPace, store: AccountStore, sends: PreparedSend[]): Promise<void> {
	const contacts = sends.map(({ request }) => request.contact);
	// A store that does not answer is found out by the messages themselves.
	const recent = await store.sentToSince(contacts, systemTimers.now() - PAIR_MEMORY_MS).catch(() => []);
	for (const { contact, sends: known } of recent) pairs.learn(nameOf(contact), known);
}

function learnPair(pairs: PairPace, result: BatchResult): void {
	if (result.kind !== 'settled' || result.outcome.kind !== 'refused' || result.outcome.error.code !== PAIR_LIMIT) return;
	pairs.refused(nameOf(result.permit.contact), systemTimers.now());
}

const nameOf = ({ phone, userId, id }: Partial<Record<'phone' | 'userId' | 'id', string | null>>): string => phone ?? userId ?? id ?? '';

/** Longest wait for messages outside sequences, which nothing would try again. */
const LONGEST_WAIT_MS = 60_000;

interface Rounds {
	sends: PreparedSend[];
	pairs: PairPace;
	signal: AbortSignal | undefined;
}

/** Messages outside sequences to people who have just had some wait for their turn, behind all others. */
async function inRounds({ sends, pairs, signal }: Rounds, send: (round: PreparedSend[]) => Promise<BatchResult[]>): Promise<BatchResult[]> {
	const waits = sends.map(({ request }) => (request.step ? 0 : pairs.waitMs(nameOf(request.contact), systemTimers.now())));
	const longest = Math.min(LONGEST_WAIT_MS, Math.max(0, ...waits.filter((ms) => ms > 0)));
	if (longest === 0) return send(sends);
	const results = new Array<BatchResult>(sends.length);
	const roundOf = async (wanted: (ms: number) => boolean): Promise<void> => {
		const indexes = sends.flatMap((_, index) => (wanted(waits[index]!) ? [index] : []));
		if (indexes.length === 0) return;
		(await send(indexes.map((index) => sends[index]!))).forEach((result, position) => (results[indexes[position]!] = result));
	};
	const began = systemTimers.now();
	await roundOf((ms) => ms === 0);
	await pause(longest - (systemTimers.now() - began), signal);
	await roundOf((ms) => ms > 0);
	return results;
}

/** Ends early when the user stops the execution. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (ms <= 0 || signal?.aborted) return;
	await new Promise<void>((resolve) => {
		const cancel = systemTimers.after(ms, resolve);
		signal?.addEventListener('abort', () => {
			cancel();
			resolve();
		}, { once: true });
	});
}
