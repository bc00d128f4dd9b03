/** What an answer of Meta to POST /messages means for the send. */
import { retryPauseMs } from '../sequence/retry';
import type { SendOutcome } from '../store/contract';
import { readAccepted } from '../whatsapp/message-body';
import { dispositionOf } from '../whatsapp/meta-errors';
import type { GraphAnswer, GraphError } from '../whatsapp/transport';

/** `random` (0 to 1) spreads the retries of messages that failed together. */
export function outcomeOf(answer: GraphAnswer, attempt: number, random: number): SendOutcome {
	switch (answer.kind) {
		case 'ok': {
			const accepted = readAccepted(answer.body);
			return accepted ? { kind: 'accepted', ...accepted } : { kind: 'unknown', detail: 'The answer of Meta holds no message id.' };
		}
		case 'refused':
			return {
				kind: 'refused',
				error: { code: answer.error.code, text: textOf(answer.error) },
				disposition: dispositionOf(answer.error, answer.status),
			};
		case 'unreachable':
			return { kind: 'not_posted', reason: 'meta_unavailable', detail: answer.detail, retryAfterMs: retryPauseMs(attempt, random) };
		case 'lost':
			return { kind: 'unknown', detail: answer.detail };
	}
}

/** Message, details and the trace id, by which Meta's support finds the call. */
function textOf({ message, details, traceId }: GraphError): string {
	const trace = traceId === '' ? '' : `(fbtrace_id ${traceId})`;
	return [message, details === message ? '' : details, trace].filter(Boolean).join(' ');
}
