/** What executions do with due steps: claim, ask for permission, POST, settle, end. */
import type { DueStep, SendOutcome, SendPermit, SendRequest } from '../../../engine/store/contract';
import { dispositionOf } from '../../../engine/whatsapp/meta-errors';
import { MINUTE } from '../../../test/conformance/builders';
import type { Answer, Deed } from '../actions';
import { ACCOUNT } from '../ground';
import { checkPermit } from '../invariants/permits';
import { snapshot } from '../snapshot';
import { pick, type HeldStep, type Post, type World } from '../world';

type Did<Name extends Deed['do']> = Extract<Deed, { do: Name }>;

export const LEASE_MS = 5 * MINUTE;

export async function claim(world: World, sequence: number): Promise<HeldStep[]> {
	const { id } = world.plans[sequence]!;
	const taken = await world.account.claimDue({ sequenceId: id, owner: world.process, limit: 50, leaseMs: LEASE_MS }, world.now);
	if (taken.steps.length === 0) return [];
	world.leases.push(taken.lease);
	const held = taken.steps.map((due: DueStep): HeldStep => ({
		due,
		claimedAt: world.now,
		step: { enrollmentId: due.enrollment.id, lease: taken.lease, step: due.step.name },
	}));
	world.held.push(...held);
	return held;
}

export async function work(world: World, { sequence, answers }: Did<'work'>): Promise<void> {
	const held = await claim(world, sequence);
	if (held.length === 0) return;
	const begun = await begin(world, held, { node: 'first', category: 'marketing' });
	await settle(world, begun.map((post, i) => ({ post, answer: answers[i % answers.length]! })));
	await world.account.endExecution(held[0]!.step.lease, { kind: 'success' }, world.now);
	letGo(world, held[0]!.step.lease);
}

export async function beginOne(world: World, { which, node, category }: Did<'begin'>): Promise<void> {
	const held = pick(world.held, which);
	if (held) await begin(world, [held], { node, category });
}

async function begin(world: World, held: HeldStep[], { node, category }: Pick<Did<'begin'>, 'node' | 'category'>): Promise<Post[]> {
	const requests = held.map((one): SendRequest => ({ step: one.step, node, contact: { id: one.due.contact.id }, category, label: 'promo (en)' }));
	const before = await snapshot(world.ground, ACCOUNT, ['enrollment', 'contact', 'sequence']);
	const permits = await world.account.beginSends(requests, world.now);
	const { sends } = await snapshot(world.ground, ACCOUNT, ['send']);
	return permits.flatMap((permit, i): Post[] => {
		const post = postOf(world, held[i]!, requests[i]!, permit);
		if (!post) return [];
		checkPermit(world, { post, held: held[i]!, before, sends });
		world.posts.push(post);
		return [post];
	});
}

function postOf(world: World, { step, due }: HeldStep, { node, category }: SendRequest, permit: SendPermit): Post | null {
	if (!permit.allowed) return null;
	return {
		sendId: permit.sendId,
		key: JSON.stringify([step.enrollmentId, step.step, node]),
		runId: step.enrollmentId,
		step: step.step,
		contactId: due.contact.id,
		callbackData: permit.callbackData,
		category,
		at: world.now,
		truth: 'flying',
		wamid: `wamid.out${world.next()}`,
		told: false,
		superseded: false,
		finishesStep: true,
	};
}

export async function settleOne(world: World, { which, answer }: Did<'settle'>): Promise<void> {
	const post = pick(world.posts.filter(({ truth }) => truth === 'flying'), which);
	if (post) await settle(world, [{ post, answer }]);
}

async function settle(world: World, answers: Array<{ post: Post; answer: Answer }>): Promise<void> {
	for (const { post, answer } of answers) {
		post.truth = truthOf(answer);
		post.told = answer.kind !== 'lost';
		const isOptOut = answer.kind === 'refused' && dispositionOf({ code: answer.code }) === 'opt_out';
		if (isOptOut) world.words.push({ contactId: post.contactId, stop: true, at: world.now });
	}
	await world.account.settleSends(answers.map(({ post, answer }) => ({ sendId: post.sendId, outcome: outcomeOf(post, answer) })), world.now);
}

function truthOf(answer: Answer): Post['truth'] {
	switch (answer.kind) {
		case 'accepted':
			return 'taken';
		case 'refused':
			return 'refused';
		case 'not posted':
			return 'not posted';
		case 'lost':
			return answer.left ? 'taken' : 'vanished';
	}
}

function outcomeOf({ wamid }: Post, answer: Answer): SendOutcome {
	switch (answer.kind) {
		case 'accepted':
			return { kind: 'accepted', wamid };
		case 'refused':
			return { kind: 'refused', error: { code: answer.code, text: 'refused' }, disposition: dispositionOf({ code: answer.code }) };
		case 'not posted':
			return { kind: 'not_posted', reason: 'meta_unavailable', detail: 'no connection', retryAfterMs: MINUTE };
		case 'lost':
			return { kind: 'unknown', detail: 'no answer' };
	}
}

export async function refuse(world: World, { which, action }: Did<'refuse'>): Promise<void> {
	const held = pick(world.held, which);
	if (held) await world.account.refuseSteps([{ step: held.step, reason: 'missing_variable', detail: 'name', action }], world.now);
}

export async function guard(world: World, { which }: Did<'guard'>): Promise<void> {
	const held = pick(world.held, which);
	if (!held) return;
	const { enrollment, contact } = held.due;
	await world.account.stopByGuard(
		[{ contact: { id: contact.id }, enrollmentId: enrollment.id, step: held.step, rule: 'has bought', addTags: ['stopped'], removeTags: [] }],
		world.now,
	);
}

export async function renew(world: World, { which }: Did<'renew'>): Promise<void> {
	const lease = pick(world.leases, which);
	if (lease) await world.account.renewLease(lease, world.now + LEASE_MS);
}

export async function end(world: World, { which, how }: Did<'end'>): Promise<void> {
	const lease = pick(world.leases, which);
	if (!lease) return;
	if (how === 'waiting') {
		await world.account.endExecution(lease, { kind: 'waiting', until: world.now + 60 * MINUTE }, world.now);
		return;
	}
	await world.account.endExecution(lease, how === 'error' ? { kind: 'error', error: 'boom' } : { kind: 'success' }, world.now);
	letGo(world, lease);
}

/** The execution has ended: nobody asks for its steps any more. What it was posting comes to an end by itself. */
function letGo(world: World, lease: string): void {
	world.leases = world.leases.filter((one) => one !== lease);
	world.held = world.held.filter(({ step }) => step.lease !== lease);
}

export async function crash(world: World, left: boolean): Promise<void> {
	for (const post of world.posts) if (post.truth === 'flying') post.truth = left ? 'taken' : 'vanished';
	await world.restart();
	for (const { id } of world.plans) await world.account.reclaimFrom(id, world.process, world.now);
}
