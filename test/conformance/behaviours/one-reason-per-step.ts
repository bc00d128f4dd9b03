import fc from 'fast-check';
import type { UnconfirmedPolicy } from '../../../engine/sequence/definition';
import type { AccountStore, SendOutcome } from '../../../engine/store/contract';
import type { Disposition } from '../../../engine/whatsapp/disposition';
import { definition, enrollRequest, HOUR, message, MINUTE, owner, person, phoneOf, START, status, step } from '../builders';
import { type OpenStore, PROPERTY_TIMEOUT_MS, withScene } from '../store-under-test';
import { claim, heldStep, LIVING, publish, sendRequest } from '../verbs';

const PEOPLE = 4;
const NAMES = ['one', 'two', 'three'];

/** What happens to the steps of one claim. */
type Fate =
	| { kind: 'send'; outcome: SendOutcome; category: 'marketing' | 'session' }
	| { kind: 'die while sending' }
	| { kind: 'refuse'; action: 'skip' | 'fail' }
	| { kind: 'end'; well: boolean }
	| { kind: 'vanish' };

type Event = { kind: 'reply' | 'stop' | 'remove'; who: number } | { kind: 'edit'; off: number } | { kind: 'none' };

const disposition = fc.constantFrom<Disposition>('retry', 'retry_next_day', 'opt_out', 'undeliverable', 'window_closed', 'account', 'message');
const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<SendOutcome>({ kind: 'accepted', wamid: 'wamid' }) },
	disposition.map((value): SendOutcome => ({ kind: 'refused', error: { code: 1, text: 'no' }, disposition: value })),
	fc.constant<SendOutcome>({ kind: 'unknown', detail: 'timeout' }),
	fc.constant<SendOutcome>({ kind: 'not_posted', reason: 'meta_unavailable', detail: 'down', retryAfterMs: MINUTE }),
);
const fate: fc.Arbitrary<Fate> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), outcome, category: fc.constantFrom('marketing' as const, 'session' as const) }) },
	fc.constant<Fate>({ kind: 'die while sending' }),
	fc.record({ kind: fc.constant('refuse' as const), action: fc.constantFrom('skip' as const, 'fail' as const) }),
	fc.record({ kind: fc.constant('end' as const), well: fc.boolean() }),
	fc.constant<Fate>({ kind: 'vanish' }),
);
const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Event>({ kind: 'none' }) },
	fc.record({ kind: fc.constantFrom('reply' as const, 'stop' as const, 'remove' as const), who: fc.nat(PEOPLE - 1) }),
	fc.record({ kind: fc.constant('edit' as const), off: fc.nat(NAMES.length - 1) }),
);
const round = fc.record({ fates: fc.array(fate, { minLength: PEOPLE, maxLength: PEOPLE }), before: event, between: event });
const policy = fc.constantFrom<UnconfirmedPolicy>('hold', 'resend', 'treat_as_sent');

export function oneReasonPerStep(open: OpenStore): void {
	describe('every due step', () => {
		it('ends in exactly one reason code, whatever happens to it', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), policy, async (rounds, unconfirmed) => {
					await withScene(open, async ({ account }) => {
						const world: World = { account, id: await publish(account, plan(unconfirmed)), unconfirmed, wamids: 0, callbacks: [], everOff: new Set() };
						await account.enroll(Array.from({ length: PEOPLE }, (_, n) => enrollRequest(person(n))), START);
						let now = START;
						for (const one of rounds) {
							await happen(world, one.before, now);
							await work(world, one.fates, one.between, now);
							now += 26 * HOUR;
						}
						await finish(world, now);
						for (let n = 0; n < PEOPLE; n++) await expectOneReasonEach(world, n);
					});
				}),
				{ numRuns: 60 },
			);
		}, PROPERTY_TIMEOUT_MS);
	});
}

interface World {
	account: AccountStore;
	id: string;
	unconfirmed: UnconfirmedPolicy;
	wamids: number;
	callbacks: string[];
	/** Steps that were switched off at some time: nobody need have come by. */
	everOff: Set<string>;
}

function plan(unconfirmed: UnconfirmedPolicy, off?: number) {
	return { steps: NAMES.map((name, n) => step(name, { amount: 1, unit: 'minutes' }, { enabled: n !== off })), unconfirmed, maxAttempts: 2 };
}

async function happen({ account, unconfirmed, everOff }: World, event: Event, now: number): Promise<void> {
	switch (event.kind) {
		case 'reply':
		case 'stop':
			await account.applyWebhook([message(`wamid.${now}.${event.kind}`, event.kind, now, { phone: phoneOf(event.who) })], LIVING, now);
			break;
		case 'remove':
			await account.remove([{ sequence: 'welcome', contact: person(event.who) }], 'removed', now);
			break;
		case 'edit':
			everOff.add(NAMES[event.off]!);
			await account.publishSequence(definition(plan(unconfirmed, event.off)), owner(), now);
			break;
		case 'none':
	}
}

async function work(world: World, fates: Fate[], between: Event, now: number): Promise<void> {
	const { account } = world;
	const taken = await claim(account, world.id, now, `process ${now}`);
	await happen(world, between, now + 1);
	let well = true;
	for (const [n, due] of taken.steps.entries()) {
		const held = heldStep(taken, n);
		const doomed = fates[Number(due.contact.phone!.slice(-1))]!;
		if (doomed.kind === 'refuse') {
			await account.refuseSteps([{ step: held.step, reason: 'missing_variable', detail: '', action: doomed.action }], now + 2);
		} else if (doomed.kind === 'send' || doomed.kind === 'die while sending') {
			const category = doomed.kind === 'send' ? doomed.category : 'marketing';
			const [permit] = await account.beginSends([sendRequest(held, { category })], now + 2);
			if (!permit?.allowed) continue;
			world.callbacks.push(permit.callbackData);
			if (doomed.kind === 'die while sending') continue;
			const answer = doomed.outcome.kind === 'accepted' ? { ...doomed.outcome, wamid: `wamid.${++world.wamids}` } : doomed.outcome;
			await account.settleSends([{ sendId: permit.sendId, outcome: answer }], now + 3);
		} else if (doomed.kind === 'end') {
			well = doomed.well;
		}
	}
	if (fates.some(({ kind }) => kind === 'end')) {
		await account.endExecution(taken.lease, well ? { kind: 'success' } : { kind: 'error', error: 'boom' }, now + 4);
	}
}

/** Statuses settle what is held; then everybody is sent to the end. */
async function finish(world: World, start: number): Promise<void> {
	const { account } = world;
	let now = start;
	await claim(account, world.id, now);
	await account.applyWebhook(
		world.callbacks.map((callbackData) => status(`wamid.${++world.wamids}`, 'sent', now, { callbackData })),
		LIVING,
		now,
	);
	for (let n = 0; n < 12; n++) {
		now += 26 * HOUR;
		const taken = await claim(account, world.id, now);
		await account.endExecution(taken.lease, { kind: 'success' }, now);
	}
	expect(await account.listEnrollments({ states: ['active'] }, { limit: 10 })).toEqual([]);
}

async function expectOneReasonEach({ account, everOff }: World, n: number): Promise<void> {
	const [view] = await account.getEnrollments([{ sequence: 'welcome', contact: person(n) }]);
	const entries = await account.contactTimeline(person(n), 500);
	const endings = entries.filter(({ kind, step: name }) => (kind === 'step' || kind === 'ended') && name !== null);
	const last = view!.state === 'completed' ? NAMES.length - 1 : NAMES.indexOf(view!.step!);
	const told = endings.map(({ step: name }) => name!);
	// Each step up to the one where the run ended, once, in order; and none behind it.
	expect(told).toEqual(NAMES.slice(0, last + 1).filter((name) => told.includes(name) || !everOff.has(name)));
	expect(endings.every(({ reason }) => reason !== null)).toBe(true);
	expect(entries.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
}
