/** What a process of the team does on its own, call after call. */
import type { ContactRef } from '../../../engine/contact/contact';
import type { AccountStore, Claim, DeskAction, SendPermit } from '../../../engine/store/contract';
import { enrollRequest, message, person, phoneOf, status } from '../builders';
import { heldStep, sendRequest } from '../verbs';
import { Seeded } from './seeded';

export type Clock = () => number;

export interface Worker {
	account: AccountStore;
	clock: Clock;
	name: string;
}

interface DrainInput {
	sequenceId: string;
	seed: number;
	leaseMs: number;
}

/** One claimed step. */
export interface Taken {
	enrollmentId: string;
	step: string;
	attempts: number;
}

interface ChurnInput {
	sequenceId: string;
	seed: number;
	people: number;
	rounds: number;
}

interface DeskInput {
	seed: number;
	/** This process takes in every eighth of so many people, beginning with this one. */
	first: number;
	people: number;
	/** Names of the agents. */
	agents: string[];
}

/** Contacts whose conversations this process claimed and closed. */
export interface DeskDone {
	claimed: string[];
	closed: string[];
}

export interface TaskInputs {
	desk: DeskInput;
	drain: DrainInput;
	churn: ChurnInput;
}

export interface TaskAnswers {
	desk: DeskDone;
	drain: Taken[];
	/** What it did, by kind. */
	churn: Record<string, number>;
}

const isAllowed = (permit: SendPermit): permit is Extract<SendPermit, { allowed: true }> => permit.allowed;

/** Begins and settles everything of a claim. Meta's id of a message is made of the send's, so a second POST would show. */
async function sendAll({ account, clock, name }: Worker, claim: Claim, order: Seeded): Promise<number> {
	const steps = order.shuffled(claim.steps.map((_, n) => heldStep(claim, n)));
	const permits = (await account.beginSends(steps.map((held) => sendRequest(held)), clock())).filter(isAllowed);
	const accepted = permits.map(({ sendId }) => ({ sendId, outcome: { kind: 'accepted' as const, wamid: `wamid.${name}.${sendId}` } }));
	await account.settleSends(order.shuffled(accepted), clock());
	return permits.length;
}

/** Claims and sends until nobody waits for a step any more. */
async function drain(worker: Worker, { sequenceId, seed, leaseMs }: DrainInput): Promise<Taken[]> {
	const { account, clock, name } = worker;
	const chance = new Seeded(seed);
	const taken: Taken[] = [];
	for (;;) {
		const claim = await account.claimDue({ sequenceId, owner: name, limit: 1 + chance.below(40), leaseMs }, clock());
		taken.push(...claim.steps.map(({ enrollment, step }) => ({ enrollmentId: enrollment.id, step: step.name, attempts: enrollment.attempts })));
		if (claim.steps.length > 0) await sendAll(worker, claim, chance);
		else if ((await account.nextDueAt(sequenceId)) === null) return taken;
	}
}

/** Everything at once to the same people, each batch in an order of its own. */
async function churn(worker: Worker, { sequenceId, seed, people, rounds }: ChurnInput): Promise<Record<string, number>> {
	const { account, clock, name } = worker;
	const chance = new Seeded(seed);
	const some = (): number[] => chance.shuffled(Array.from({ length: people }, (_, n) => n)).slice(0, 1 + chance.below(people));
	const done: Record<string, number> = {};
	const known: string[] = [];
	const deeds: Record<string, (round: number) => Promise<unknown>> = {
		enroll: () =>
			account.enroll(some().map((n) => enrollRequest({ ...person(n), name: `${name} ${n}` }, { reentry: n % 2 ? 'restart' : 'keep' })), clock()),
		remove: () => account.remove(some().slice(0, 5).map((n) => ({ sequence: 'welcome', contact: person(n) })), 'removed', clock()),
		write: (round) =>
			account.applyWebhook(
				some().map((n) => message(`wamid.in.${n}.${round % 5}`, n % 7 === 0 ? 'STOP' : 'START', clock(), { phone: phoneOf(n) })),
				name,
				clock(),
			),
		acknowledge: (round) => account.acknowledgeMessages(some().map((n) => `wamid.in.${n}.${round % 5}`)),
		send: async () => {
			const claim = await account.claimDue({ sequenceId, owner: name, limit: people, leaseMs: 60_000 }, clock());
			const steps = chance.shuffled(claim.steps.map((_, n) => heldStep(claim, n)));
			const renewal = account.renewLease(claim.lease, clock() + 60_000);
			const permits = (await account.beginSends(steps.map((held) => sendRequest(held)), clock())).filter(isAllowed);
			const settlements = permits.map(({ sendId, contact }) => ({
				sendId,
				outcome: { kind: 'accepted' as const, wamid: `wamid.${sendId}`, userId: `DE.${contact.phone}` },
			}));
			known.push(...settlements.map(({ outcome }) => outcome.wamid));
			const tell = (value: 'delivered' | 'failed') =>
				permits.map(({ sendId, callbackData }) =>
					status(`wamid.${sendId}`, value, clock(), { callbackData, ...(value === 'failed' ? { error: { code: 131026, text: 'undeliverable' } } : {}) }),
				);
			await Promise.all([
				renewal,
				account.settleSends(settlements, clock()),
				account.applyWebhook(chance.shuffled(tell('delivered')), name, clock()),
				account.applyWebhook(chance.shuffled(tell('failed')).slice(0, 2), name, clock()),
			]);
			await account.endExecution(claim.lease, { kind: 'success' }, clock());
		},
		statuses: () => account.applyWebhook(chance.shuffled(known).slice(0, 40).map((wamid) => status(wamid, 'read', clock())), name, clock()),
	};
	const kinds = Object.keys(deeds);
	for (let round = 0; round < rounds; round++) {
		const kind = kinds[chance.below(kinds.length)]!;
		await deeds[kind]!(round);
		done[kind] = (done[kind] ?? 0) + 1;
	}
	return done;
}

const DESK_BATCH = 500;

/** Takes its people in, and then claims and closes what it sees, as all others do, until nothing is open. */
async function desk({ account, clock }: Worker, { seed, first, people, agents }: DeskInput): Promise<DeskDone> {
	const chance = new Seeded(seed);
	const done: DeskDone = { claimed: [], closed: [] };
	const own = chance.shuffled(Array.from({ length: Math.ceil((people - first) / 8) }, (_, n) => first + 8 * n));
	const work = async (contacts: ContactRef[], action: () => DeskAction): Promise<string[]> => {
		const { results } = await account.workDesk(contacts.map((contact) => ({ contact, action: action() })), clock());
		return results.flatMap(({ changed, conversation }) => (changed && conversation ? [conversation.contact.id] : []));
	};
	const seen = async (show: 'unassigned' | 'assigned', limit: number): Promise<ContactRef[]> =>
		chance.shuffled((await account.listConversations({ show }, { limit })).map(({ contact }) => ({ id: contact.id })));
	while (own.length > 0) {
		const batch = own.splice(0, DESK_BATCH);
		await work(batch.filter((n) => n % 3 > 0).map(person), () => ({ kind: 'assign' }));
		// Nobody has these until an agent claims them.
		await work(batch.filter((n) => n % 3 === 0).map(person), () => ({ kind: 'open', for: 'nobody' }));
		done.closed.push(...(await work((await seen('assigned', DESK_BATCH)).slice(0, 100), () => ({ kind: 'close' }))));
	}
	for (;;) {
		const agent = (): DeskAction => ({ kind: 'claim', agent: agents[chance.below(agents.length)]! });
		done.claimed.push(...(await work((await seen('unassigned', 100)).slice(0, 50), agent)));
		const assigned = await seen('assigned', 400);
		done.closed.push(...(await work(assigned.slice(0, DESK_BATCH), () => ({ kind: 'close' }))));
		if (assigned.length === 0 && (await account.listConversations({ show: 'open' }, { limit: 1 })).length === 0) return done;
	}
}

type TaskName = keyof TaskInputs;

const TASKS: { [Name in TaskName]: (worker: Worker, input: TaskInputs[Name]) => Promise<TaskAnswers[Name]> } = { drain, churn, desk };

export const isTask = (name: string): name is TaskName => name in TASKS;

/** @param input what the parent sent for a task of this name */
export function runTask(name: TaskName, worker: Worker, input: unknown): Promise<unknown> {
	return (TASKS[name] as (worker: Worker, input: unknown) => Promise<unknown>)(worker, input);
}
