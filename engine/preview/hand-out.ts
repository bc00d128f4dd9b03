/** Hands out what is due and pretends that Meta took it, as the Sequence Trigger and Send Template do with the real store. */
import type { StepMessage } from '../sequence/definition';
import type { AccountStore, Claim, DueStep, SendCategory, SendOutcome } from '../store/contract';
import type { PreviewPlan } from './plan';

const LEASE_MS = 60_000;
const LIMIT = 100;

/** Meta's code for numbers that are not on WhatsApp or cannot be reached (see whatsapp/meta-error-table). */
const UNDELIVERABLE: SendOutcome = { kind: 'refused', error: { code: 131026, text: 'Message undeliverable' }, disposition: 'undeliverable' };

export interface Mail {
	categoryOf: NonNullable<PreviewPlan['categoryOf']>;
	/** False once WhatsApp is pretended not to reach the contact. */
	reaches: boolean;
}

/** What was handed out; steps that ended without are not in it. */
export async function handOut(account: AccountStore, sequenceId: string, mail: Mail, now: number): Promise<Claim> {
	const claim = await account.claimDue({ sequenceId, owner: 'preview', limit: LIMIT, leaseMs: LEASE_MS }, now);
	for (const due of claim.steps) if (due.step.message.kind !== 'none') await send(account, claim, due, mail, now);
	if (claim.steps.length > 0) await account.endExecution(claim.lease, { kind: 'success' }, now);
	return claim;
}

async function send(account: AccountStore, { lease }: Claim, { enrollment, contact, step }: DueStep, mail: Mail, now: number): Promise<void> {
	const { message } = step;
	const held = { enrollmentId: enrollment.id, lease, step: step.name };
	const request = { step: held, node: 'preview', contact: { id: contact.id }, category: categoryOf(message, mail), label: labelOf(message) };
	const [permit] = await account.beginSends([request], now);
	if (!permit?.allowed) return;
	const outcome: SendOutcome = mail.reaches ? { kind: 'accepted', wamid: `preview ${permit.sendId}` } : UNDELIVERABLE;
	await account.settleSends([{ sendId: permit.sendId, outcome }], now);
}

function categoryOf(message: StepMessage, mail: Mail): SendCategory {
	return message.kind === 'template' ? mail.categoryOf(message) : 'session';
}

/** A message in a word, as lists of sends have it. */
export function labelOf(message: StepMessage): string {
	switch (message.kind) {
		case 'template':
			return `${message.name} (${message.language})`;
		case 'text':
			return 'text';
		case 'none':
			return '';
	}
}
