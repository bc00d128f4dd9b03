/** Meta's statuses: merged into the ledger; one may settle a send whose answer was lost. */
import { mergeStatus, type SendState } from '../../../whatsapp/send-state';
import type { StatusEvent } from '../../../whatsapp/webhook-event';
import { enrollmentsById } from '../../sql/enrollments';
import { lockOwners } from '../../sql/lock-rows';
import type { SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sendKey, sendsById, sendsByKey, sendsByWamid, updateSends } from '../../sql/sends';
import { countStepEvents, type StepEvent } from '../../sql/timeline';
import { readCallbackData } from '../sending/callback-data';
import { finishSteps, type FinishedStep } from '../sending/finish-steps';
import { followFailures, meaningOf } from '../sending/follow-failures';
import { holdsStep } from '../sending/settle-sends';

/** Applies the statuses and answers how many belonged to a send of ours. */
export async function applyStatuses(scope: Scope, events: StatusEvent[]): Promise<number> {
	if (events.length === 0) return 0;
	const find = await findSends(scope, events);
	const touched = new Map<string, { send: SendRow; before: SendState }>();
	/** Sends that nobody knew to be accepted. */
	const confirmed = new Map<string, SendRow>();
	let matched = 0;
	for (const event of events) {
		const send = find(event);
		if (!send) continue;
		matched++;
		if (send.wamid === null) confirm(send, event.id, confirmed);
		if (!touched.has(send.id)) touched.set(send.id, { send, before: send.state });
		merge(send, event);
	}
	await updateSends(scope, [...touched.values()].map(({ send }) => send));
	// Delivered after all: a run that was taken back for the failure goes on.
	for (const { send, before } of touched.values()) if (before === 'failed' && send.state !== 'failed') confirmed.set(send.id, send);
	await finishConfirmed(scope, [...confirmed.values()]);
	// Told again, a failure has no consequences: the run may have gone on meanwhile.
	const failed = [...touched.values()].filter(({ send, before }) => send.state === 'failed' && before !== 'failed');
	await followFailures(scope, failed.map(({ send }) => send));
	await countStepEvents(scope, [...touched.values()].flatMap(({ send, before }) => countsBetween(send, before)));
	return matched;
}

/** By wamid, else by the callback data that the send carried; locked, with the run and contact that are written too. */
async function findSends(scope: Scope, events: StatusEvent[]): Promise<(event: StatusEvent) => SendRow | undefined> {
	const byWamid = await sendsByWamid(scope, events.map((event) => event.id));
	const keys = events.map((event) => (byWamid.has(event.id) ? null : readCallbackData(event.callbackData)));
	const byKey = await sendsByKey(scope, keys.flatMap((key) => (key && 'step' in key ? [key] : [])));
	const found = events.flatMap((event, i): FoundSend[] => {
		const key = keys[i];
		const send = byWamid.get(event.id) ?? (key && ('id' in key ? key : byKey.get(sendKey(key))));
		return send ? [{ event, id: send.id }] : [];
	});
	await lockRuns(scope, found, new Set(byWamid.keys()));
	// Read again under their locks: what was found may have changed since.
	const locked = await sendsById(scope, found.map(({ id }) => id));
	const sendOf = new Map(found.map(({ event, id }) => [event, locked.get(id)]));
	const known = new Map<string, SendRow>();
	return (event) => {
		const send = sendOf.get(event) ?? known.get(event.id);
		// A send that has another wamid already was posted again on the user's own wish; this is its earlier self.
		if (!send || (send.wamid !== null && send.wamid !== event.id)) return undefined;
		known.set(event.id, send);
		return send;
	};
}

interface FoundSend {
	event: StatusEvent;
	id: string;
}

/** Most statuses touch nothing but their send; one that settles a send, or tells of a failure, writes its run and contact, too. */
async function lockRuns(scope: Scope, found: FoundSend[], knownWamids: Set<string>): Promise<void> {
	const failed = found.filter(({ event }) => event.status === 'failed');
	const settling = found.filter(({ event }) => event.status !== 'failed' && !knownWamids.has(event.id));
	await lockOwners(scope, {
		runs: [...failed, ...settling].map(({ id }) => id),
		contacts: failed.filter(({ event }) => meaningOf(event.error?.code) === 'opt_out').map(({ id }) => id),
	});
}

/** Whatever we thought had become of it, Meta has taken it. */
function confirm(send: SendRow, wamid: string, confirmed: Map<string, SendRow>): void {
	send.wamid = wamid;
	send.state = 'accepted';
	send.error = null;
	send.error_code = null;
	send.failed_at = null;
	confirmed.set(send.id, send);
}

function merge(send: SendRow, { status, at, error }: StatusEvent): void {
	send.state = mergeStatus(send.state, status);
	send.accepted_at ??= at;
	const column = `${status}_at` as const;
	send[column] = Math.min(send[column] ?? at, at);
	if (status === 'failed' && error) {
		send.error_code = error.code;
		send.error = error.text;
	}
}

/**
 * What the statuses change in the counters, told by the states before and after: "read" may arrive without its
 * "delivered", and a failure before the delivery that proves it wrong.
 */
function countsBetween({ sequence_id, step, state }: SendRow, before: SendState): StepEvent[] {
	if (sequence_id === null || step === null) return [];
	const at = { sequenceId: sequence_id, step };
	return (['delivered', 'read', 'failed'] as const).flatMap((event): StepEvent[] => {
		const change = Number(shows(state, event)) - Number(shows(before, event));
		return change === 0 ? [] : [{ ...at, event, by: change > 0 ? 1 : -1 }];
	});
}

function shows(state: SendState, event: 'delivered' | 'read' | 'failed'): boolean {
	return state === event || (event === 'delivered' && state === 'read');
}

/** The answer to the POST was lost, or is still on its way: the status proves that the message went out. */
async function finishConfirmed(scope: Scope, sends: SendRow[]): Promise<void> {
	if (sends.length === 0) return;
	const enrollments = await enrollmentsById(scope, sends.flatMap(({ enrollment_id }) => enrollment_id ?? []));
	const finished = new Map<string, FinishedStep>();
	for (const send of sends) {
		const enrollment = enrollments.get(send.enrollment_id ?? '');
		if (!enrollment || !holdsStep(enrollment, send) || finished.has(enrollment.id)) continue;
		finished.set(enrollment.id, { enrollment, outcome: { kind: 'sent', at: send.sending_at }, detail: send.wamid });
	}
	await finishSteps(scope, [...finished.values()]);
}
