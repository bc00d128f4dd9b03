/**
 * Steps whose worker did not finish them: its lease ran out, or its execution ended. What the ledger of sends says
 * about the step decides; only a step for which nothing left can simply be tried again.
 */
import type { SequenceDefinition } from '../../../sequence/definition';
import type { StepOutcome } from '../../../sequence/lifecycle';
import { retryPauseMs } from '../../../sequence/retry';
import { stableFraction } from '../../../sequence/stable-hash';
import { wasAccepted } from '../../../whatsapp/send-state';
import type { EnrollmentRow, SendRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { isSetAside, sendsOfSteps, updateSends } from '../../sql/sends';

/** The sends of each enrollment's current step, by enrollment; without those of a step that is to be sent once more. */
export async function ledgerOf(scope: Scope, enrollments: EnrollmentRow[]): Promise<Map<string, SendRow[]>> {
	const sends = await sendsOfSteps(
		scope,
		enrollments.flatMap(({ id, step }) => (step === null ? [] : [{ enrollment_id: id, step }])),
	);
	return new Map([...sends].map(([id, all]) => [id, all.filter((send) => !isSetAside(send))]));
}

/** Sends that were still `sending` are unconfirmed from now on, since nobody knows whether Meta took them. */
export async function markUnconfirmed(scope: Scope, ledger: Map<string, SendRow[]>): Promise<void> {
	const sending = [...ledger.values()].flat().filter((send) => send.state === 'sending');
	for (const send of sending) send.state = 'unconfirmed';
	await updateSends(scope, sending);
}

/** What the ledger settles about a step left behind; null when nothing of it left, so the caller decides. */
export function outcomeFromLedger(definition: SequenceDefinition, sends: SendRow[], now: number): StepOutcome | null {
	const taken = sends.find((send) => send.wamid !== null && wasAccepted(send.state));
	if (taken) return { kind: 'sent', at: taken.sending_at };
	const adrift = sends.find((send) => send.state === 'unconfirmed');
	return adrift ? unconfirmedOutcome(definition, adrift, now) : null;
}

/** What the sequence's policy makes of a step whose send is unconfirmed. */
export function unconfirmedOutcome(definition: SequenceDefinition, send: SendRow, now: number): StepOutcome {
	switch (definition.unconfirmed) {
		case 'hold':
			return { kind: 'held', reason: 'unconfirmed' };
		case 'treat_as_sent':
			return { kind: 'sent', at: send.sending_at };
		case 'resend':
			return { kind: 'retry', reason: 'unconfirmed', at: now };
	}
}

/** Nothing of the step left and its worker is gone or failed: once more after a pause, while attempts are left. */
export function tryAgain(enrollment: EnrollmentRow, reason: 'execution_failed' | 'attempts_used_up', now: number): StepOutcome {
	return { kind: 'retry', reason, at: now + retryPauseMs(enrollment.attempts, stableFraction(enrollment.id)) };
}
