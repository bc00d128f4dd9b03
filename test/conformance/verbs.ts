/** What happens in most tests, in a word each. Nothing here knows which store it talks to. */
import type { ContactRef } from '../../engine/contact/contact';
import type { SequenceDefinition } from '../../engine/sequence/definition';
import type { Enrollment } from '../../engine/sequence/enrollment';
import type {
	AccountStore,
	ChangedEnrollment,
	Claim,
	DueStep,
	EnrollmentChange,
	EnrollmentView,
	EnrollResult,
	EnrollRequest,
	SendCategory,
	SendOutcome,
	SendPermit,
	SendRequest,
	SettledSend,
	StepLease,
} from '../../engine/store/contract';
import { definition, enrollRequest, MINUTE, owner, person, START } from './builders';

export const LEASE_MS = 5 * MINUTE;
export const LIVING = 'living process';

/** Publishes and answers the sequence's id. */
export async function publish(account: AccountStore, more: Partial<SequenceDefinition> = {}, by = 'first', now = START): Promise<string> {
	return (await account.publishSequence(definition(more), owner(by), now)).id;
}

/** An answer that tells of a run. */
export type Enrolled = EnrollResult & { enrollment: Enrollment };

export async function enrollOne(
	account: AccountStore,
	contact: ContactRef = person(),
	more: Partial<EnrollRequest> = {},
	now = START,
): Promise<Enrolled> {
	const [result] = await account.enroll([enrollRequest(contact, more)], now);
	if (!result?.enrollment) throw new Error(`enrolling was refused: ${result?.reason}`);
	return { ...result, enrollment: result.enrollment };
}

export function claim(account: AccountStore, sequenceId: string, now = START, process = LIVING, limit = 100): Promise<Claim> {
	return account.claimDue({ sequenceId, owner: process, limit, leaseMs: LEASE_MS }, now);
}

/** A due step as its item carries it. */
export interface Held {
	step: StepLease;
	due: DueStep;
	claim: Claim;
}

/** Claims what is due and takes the only step of it. */
export async function claimOne(account: AccountStore, sequenceId: string, now = START, process = LIVING): Promise<Held> {
	const taken = await claim(account, sequenceId, now, process);
	expect(taken.steps).toHaveLength(1);
	return heldStep(taken, 0);
}

export function heldStep(taken: Claim, index: number): Held {
	const due = taken.steps[index]!;
	return { claim: taken, due, step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name } };
}

export function sendRequest(held: Held, more: Partial<SendRequest> = {}): SendRequest {
	return {
		step: held.step,
		node: 'send',
		contact: { id: held.due.contact.id },
		category: 'marketing',
		label: 'promo (en)',
		...more,
	};
}

export async function begin(
	account: AccountStore,
	held: Held,
	now = START,
	more: { node?: string; category?: SendCategory } = {},
): Promise<SendPermit> {
	const [permit] = await account.beginSends([sendRequest(held, more)], now);
	return permit!;
}

export type Allowed = Extract<SendPermit, { allowed: true }>;

/** Begins a send that must be allowed. */
export async function beginAllowed(account: AccountStore, held: Held, now = START, node = 'send'): Promise<Allowed> {
	const permit = await begin(account, held, now, { node });
	if (!permit.allowed) throw new Error(`the send was refused: ${permit.reason}`);
	return permit;
}

export async function settle(account: AccountStore, permit: Allowed, outcome: SendOutcome, now = START): Promise<SettledSend> {
	const [settled] = await account.settleSends([{ sendId: permit.sendId, outcome }], now);
	return settled!;
}

/** Begins the send and has Meta accept it. */
export async function sendAccepted(account: AccountStore, held: Held, wamid: string, now = START, node = 'send'): Promise<SettledSend> {
	const permit = await beginAllowed(account, held, now, node);
	return settle(account, permit, { kind: 'accepted', wamid }, now);
}

/** Published, one person enrolled, their first step claimed. */
export async function firstStepClaimed(
	account: AccountStore,
	more: Partial<SequenceDefinition> = {},
	contact: ContactRef = person(),
): Promise<Held & { sequenceId: string }> {
	const sequenceId = await publish(account, more);
	await enrollOne(account, contact);
	return { ...(await claimOne(account, sequenceId)), sequenceId };
}

/** Where a person stands in "welcome". */
export async function standing(account: AccountStore, contact: ContactRef = person(), sequence = 'welcome'): Promise<EnrollmentView> {
	const [view] = await account.getEnrollments([{ sequence, contact }]);
	if (!view) throw new Error('nobody is enrolled');
	return view;
}

/** The parts of an enrollment that say where it stands. */
export function place({ state, reason, step, dueAt }: Enrollment): Pick<Enrollment, 'state' | 'reason' | 'step' | 'dueAt'> {
	return { state, reason, step, dueAt };
}

/** Steers the person's run through the usual sequence. */
export async function change(account: AccountStore, what: EnrollmentChange['change'], now = START): Promise<ChangedEnrollment> {
	const [answer] = await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person() }, change: what }], now);
	return answer!;
}
