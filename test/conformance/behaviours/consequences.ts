/** What each error of Meta's leads to: for the step, the run, the contact, the sequence and the account. */
import type { EnrollmentState } from '../../../engine/sequence/enrollment';
import type { AccountStore, SendOutcome, Store } from '../../../engine/store/contract';
import type { Disposition } from '../../../engine/whatsapp/disposition';
import { META_ERRORS } from '../../../engine/whatsapp/meta-error-table';
import { dispositionOf, reasonOf } from '../../../engine/whatsapp/meta-errors';
import { DAY, HOUR, MINUTE, person, SECOND, START, status, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, claimOne, enrollOne, firstStepClaimed, heldStep, LIVING, place, publish, sendAccepted, settle, standing } from '../verbs';

interface Consequence {
	state: EnrollmentState;
	step: string;
	/** The step is due again, or the next one is, within so long; null: nothing comes. */
	dueWithin: number | null;
	paused?: true;
	held?: true;
	optedOut?: true;
}

const SYNC: Record<Disposition, Consequence> = {
	retry: { state: 'active', step: 'hello', dueWithin: MINUTE },
	retry_next_day: { state: 'active', step: 'hello', dueWithin: DAY },
	opt_out: { state: 'exited', step: 'hello', dueWithin: null, optedOut: true },
	undeliverable: { state: 'exited', step: 'hello', dueWithin: null },
	window_closed: { state: 'active', step: 'offer', dueWithin: HOUR },
	pause_sequence: { state: 'active', step: 'hello', dueWithin: 0, paused: true },
	account: { state: 'active', step: 'hello', dueWithin: HOUR, held: true },
	message: { state: 'failed', step: 'hello', dueWithin: null },
};

/** The run has moved on when the status comes: it is taken back where the message still matters. */
const ASYNC: Record<Disposition, Consequence> = {
	...SYNC,
	opt_out: { ...SYNC.opt_out, step: 'offer' },
	undeliverable: { ...SYNC.undeliverable, step: 'offer' },
};

/** A code of every row; of ranges the first. */
const CODES = META_ERRORS.flatMap(({ codes }) => codes.map((code) => (typeof code === 'number' ? code : code[0])));

/** An account of its own for each code: a hold or a pause must not meet the next one. */
const accountFor = (store: Store, code: number): AccountStore => store.forAccount(`number-${code}`);

const refused = (code: number): SendOutcome => ({ kind: 'refused', error: { code, text: 'No.' }, disposition: dispositionOf({ code }) });

async function consequenceOf(account: AccountStore): Promise<Consequence> {
	const { state, step: at, dueAt, contact } = await standing(account);
	const [sequence] = await account.listSequences();
	return {
		state,
		step: at!,
		dueWithin: dueAt === null ? null : dueAt - START,
		...(sequence!.pausedFor ? { paused: true as const } : {}),
		...((await account.accountHold()) ? { held: true as const } : {}),
		...(contact.marketingAllowed ? {} : { optedOut: true as const }),
	};
}

function expectConsequence(found: Consequence, wanted: Consequence): void {
	expect({ ...found, dueWithin: null }).toEqual({ ...wanted, dueWithin: null });
	if (wanted.dueWithin === null) expect(found.dueWithin).toBeNull();
	else expect(found.dueWithin).toBeLessThanOrEqual(wanted.dueWithin + SECOND);
}

export function consequences(open: OpenStore): void {
	const test = onStore(open);

	describe('every code of Meta', () => {
		test('has its consequence in the answer, and one reason code', async ({ store }) => {
			for (const code of CODES) {
				const account = accountFor(store, code);
				const held = await firstStepClaimed(account);
				const settled = await settle(account, await beginAllowed(account, held), refused(code));
				const error = { code };
				expect([code, settled.reason]).toEqual([code, reasonOf(error)]);
				expectConsequence(await consequenceOf(account), SYNC[dispositionOf(error)]);
				const told = (await account.contactTimeline(person(), 20)).filter((entry) => entry.reason === settled.reason && (entry.kind === 'step' || entry.kind === 'retry'));
				expect([code, told.length]).toEqual([code, 1]);
			}
		});

		test('has its consequence in a status', async ({ store }) => {
			for (const code of CODES) {
				const account = accountFor(store, code);
				const held = await firstStepClaimed(account);
				await sendAccepted(account, held, 'wamid.1');
				const failed = status('wamid.1', 'failed', START, { error: { code, text: 'No.' } });
				for (let told = 0; told < 2; told++) await account.applyWebhook([failed], LIVING, START);
				expectConsequence(await consequenceOf(account), ASYNC[dispositionOf({ code })]);
			}
		});
	});

	describe('a failure told by a status', () => {
		const failed = (code: number, at = START) => status('wamid.1', 'failed', at, { error: { code, text: 'No.' } });

		test('has the message sent again a day later, and only then the next one', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await account.applyWebhook([failed(131049)], LIVING, START + SECOND);
			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'held_back_by_meta', step: 'hello', dueAt: START + DAY });

			const again = await claimOne(account, held.sequenceId, START + DAY);
			await sendAccepted(account, again, 'wamid.2', START + DAY);
			expect(await standing(account)).toMatchObject({ step: 'offer', dueAt: START + DAY + HOUR });
		});

		test('is given up after a week of days', async ({ account }) => {
			const held = await firstStepClaimed(account);
			let at = START;
			for (let day = 0; ; day++) {
				const now = day === 0 ? held : await claimOne(account, held.sequenceId, at);
				await sendAccepted(account, now, `wamid.${day}`, at);
				await account.applyWebhook([status(`wamid.${day}`, 'failed', at, { error: { code: 131049, text: 'cap' } })], LIVING, at);
				const { step: next, dueAt } = await standing(account);
				if (next === 'offer') return expect(day).toBe(7);
				at = dueAt!;
			}
		});

		test('leaves a run alone whose next message has left', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await sendAccepted(account, await claimOne(account, held.sequenceId, START + HOUR), 'wamid.2', START + HOUR);
			const before = await standing(account);
			await account.applyWebhook([failed(131049)], LIVING, START + HOUR);
			expect(await standing(account)).toEqual(before);
		});

		test('reopens a run that had completed with it', async ({ account }) => {
			const held = await firstStepClaimed(account, { steps: [step('hello')] });
			await sendAccepted(account, held, 'wamid.1');
			expect(await standing(account)).toMatchObject({ state: 'completed' });
			await account.applyWebhook([failed(131049)], LIVING, START);
			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'held_back_by_meta', step: 'hello', dueAt: START + DAY });
			expect((await account.sequenceStats('welcome', START)).completed).toBe(0);
		});

		test('that ends the run is told as its end', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			await account.applyWebhook([status('wamid.1', 'failed', START + MINUTE, { error: { code: 132000, text: 'No.' } })], LIVING, START + MINUTE);

			expect((await standing(account)).state).toBe('failed');
			const ends = (await account.contactTimeline(person(), 20)).filter(({ kind }) => kind === 'ended');
			expect(ends).toMatchObject([{ step: 'hello', reason: 'invalid_message' }]);
		});

		test('is taken back when the message is delivered after all', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await account.applyWebhook([failed(131000)], LIVING, START);
			await account.applyWebhook([status('wamid.1', 'delivered', START + SECOND)], LIVING, START + SECOND);
			expect(await standing(account)).toMatchObject({ state: 'active', step: 'offer' });
		});

		test('without a code, or with one that nobody knows, changes nothing in the run', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			const before = await standing(account);
			await account.applyWebhook([status('wamid.1', 'failed', START)], LIVING, START);
			expect(await standing(account)).toEqual(before);
			expect(await account.accountHold()).toBeNull();
		});
	});

	describe('a template that Meta does not send', () => {
		test('pauses its sequence and tells one process once', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const [first, second] = [heldStep(taken, 0), heldStep(taken, 1)];
			await settle(account, await beginAllowed(account, first), refused(132015));
			// What was on its way is refused the same way; what had not begun waits.
			expect(await begin(account, second)).toMatchObject({ allowed: false, reason: 'sequence_paused' });
			await account.refuseSteps([{ step: heldStep(taken, 2).step, reason: 'template_missing', detail: 'gone', action: 'hold', template: 'promo (en)' }], START);

			const [summary] = await account.listSequences();
			expect(summary).toMatchObject({ pausedAt: START, pausedFor: 'promo (en)', pausedReason: expect.stringMatching(/^Template promo \(en\): Meta has paused or disabled/) });
			for (const n of [1, 2, 3]) expect(await standing(account, person(n))).toMatchObject({ state: 'active', step: 'hello', dueAt: START, attempts: 0 });
			expect((await claim(account, id, START + DAY)).steps).toEqual([]);
			const notices = (await Promise.all([1, 2, 3].map(() => account.takeNotices(id, START)))).flat();
			expect(notices).toEqual([expect.objectContaining({ kind: 'sequence_paused', sequence: 'welcome', template: 'promo (en)', reason: 'template_missing' })]);
		});

		test('does so when it is missing before anything is posted', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.refuseSteps([{ step: held.step, reason: 'template_missing', detail: 'There is none.', action: 'hold', template: 'promo (en)' }], START);
			expect((await account.listSequences())[0]).toMatchObject({ pausedFor: 'promo (en)', pausedReason: 'Template promo (en): There is none.' });
			expect(await standing(account)).toMatchObject({ step: 'hello', dueAt: START, attempts: 0 });
		});

		const approved = (name: string, language: string) => ({
			kind: 'other' as const,
			field: 'message_template_status_update',
			value: { event: 'APPROVED', message_template_name: name, message_template_language: language },
		});

		test('lets the sequence go on when Meta approves it again, and tells that', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), refused(132015));
			await account.takeNotices(held.sequenceId, START);
			const woken: string[] = [];
			account.onDue((id) => woken.push(id));

			await account.applyWebhook([approved('other', 'en')], LIVING, START + HOUR);
			expect((await claim(account, held.sequenceId, START + HOUR)).steps).toEqual([]);
			await account.applyWebhook([approved('promo', 'en')], LIVING, START + HOUR);

			expect(woken).toEqual([held.sequenceId]);
			expect((await claim(account, held.sequenceId, START + HOUR)).steps).toHaveLength(1);
			expect(await account.takeNotices(held.sequenceId, START + HOUR)).toMatchObject([{ kind: 'sequence_resumed' }]);
		});

		test('does not end a pause of a person, whichever came first', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, refused(132015));
			await account.pauseSequence('welcome', 'prices', START);
			await account.applyWebhook([approved('promo', 'en')], LIVING, START);
			expect((await account.listSequences())[0]).toMatchObject({ pausedAt: START, pausedReason: 'prices', pausedFor: null });
		});

		test('pauses again, and tells again, when it is refused after a person has resumed', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), refused(132015));
			await account.takeNotices(held.sequenceId, START);
			await account.resumeSequence('welcome', START + HOUR);
			const again = await claimOne(account, held.sequenceId, START + HOUR);
			await settle(account, await beginAllowed(account, again, START + HOUR), refused(132015), START + HOUR);
			expect(await account.takeNotices(held.sequenceId, START + HOUR)).toHaveLength(1);
		});
	});

	describe('an account of which nothing goes through', () => {
		test('hands out nothing, tells it once, and tries one step from time to time', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3, 4]) await enrollOne(account, person(n));
			const taken = await claim(account, id, START, LIVING, 2);
			await settle(account, await beginAllowed(account, heldStep(taken, 0)), refused(190));
			expect(await begin(account, heldStep(taken, 1))).toMatchObject({ allowed: false, reason: 'credential_refused', postponedTo: START + 10 * MINUTE });
			expect((await claim(account, id, START + MINUTE)).steps).toEqual([]);
			expect(await account.nextDueAt(id)).toBe(START + 10 * MINUTE);

			let at = START + 10 * MINUTE;
			for (let trial = 0; trial < 12; trial++) {
				const one = await claim(account, id, at);
				expect(one.steps).toHaveLength(1);
				expect((await claim(account, id, at)).steps).toEqual([]);
				await settle(account, await beginAllowed(account, heldStep(one, 0), at), refused(190), at);
				at = (await account.accountHold())!.until;
			}
			expect(at - START).toBeGreaterThan(5 * HOUR);
			for (const n of [1, 2, 3, 4]) expect(await standing(account, person(n))).toMatchObject({ state: 'active', step: 'hello', attempts: 0 });
			expect(await account.takeNotices(id, at)).toEqual([expect.objectContaining({ kind: 'account_stopped', sequence: null, reason: 'credential_refused', detail: '190: No.' })]);
		});

		test('goes on as a whole when the trial goes through', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2, 3, 4]) await enrollOne(account, person(n));
			const taken = await claim(account, id, START, LIVING, 1);
			await settle(account, await beginAllowed(account, heldStep(taken, 0)), refused(131042));
			const at = START + 10 * MINUTE;
			const trial = heldStep(await claim(account, id, at), 0);
			const woken: string[] = [];
			account.onDue((sequence) => woken.push(sequence));

			await sendAccepted(account, trial, 'wamid.1', at);

			expect(await account.accountHold()).toBeNull();
			expect(woken).toContain(id);
			expect((await claim(account, id, at + MINUTE)).steps.length).toBeGreaterThanOrEqual(2);
			expect((await account.takeNotices(id, at)).map(({ kind }) => kind)).toEqual(['account_stopped', 'account_resumed']);
		});

		test('is not freed by a message that left before', async ({ account }) => {
			const id = await publish(account);
			for (const n of [1, 2]) await enrollOne(account, person(n));
			const taken = await claim(account, id);
			const early = await beginAllowed(account, heldStep(taken, 0), START);
			await settle(account, await beginAllowed(account, heldStep(taken, 1), START + SECOND), refused(190), START + SECOND);
			await settle(account, early, { kind: 'accepted', wamid: 'wamid.1' }, START + 2 * SECOND);
			expect(await account.accountHold()).toMatchObject({ reason: 'credential_refused' });
		});

		test('goes on when somebody publishes with a credential that Meta takes', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), refused(190));
			await account.credentialWorks(START + MINUTE);
			expect(await account.accountHold()).toBeNull();
		});

		test('still lets a message outside sequences be tried', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), refused(190));
			const [permit] = await account.beginSends([{ node: 'n', contact: person(9), category: 'utility', label: 'x' }], START + MINUTE);
			expect(permit).toMatchObject({ allowed: true });
		});
	});

	describe('an outage of Meta', () => {
		test('of half a day uses up no attempt, and everybody is sent to afterwards', async ({ account }) => {
			const id = await publish(account, { maxAttempts: 2 });
			for (const n of [1, 2, 3]) await enrollOne(account, person(n));
			let tries = 0;
			for (let at = START; at < START + 12 * HOUR; at += 5 * MINUTE) {
				const taken = await claim(account, id, at);
				for (const index of taken.steps.keys()) {
					tries++;
					const outcome: SendOutcome = tries % 2 === 0 ? refused(131016) : { kind: 'not_posted', reason: 'meta_unavailable', detail: 'ECONNREFUSED', retryAfterMs: SECOND };
					await settle(account, await beginAllowed(account, heldStep(taken, index), at), outcome, at);
				}
			}
			expect(tries).toBeLessThan(3 * 60);
			for (const n of [1, 2, 3]) expect(await standing(account, person(n))).toMatchObject({ state: 'active', step: 'hello', attempts: 0 });
			const after = await claim(account, id, START + 13 * HOUR);
			for (const index of after.steps.keys()) await sendAccepted(account, heldStep(after, index), `wamid.${index}`, START + 13 * HOUR);
			for (const n of [1, 2, 3]) expect(await standing(account, person(n))).toMatchObject({ step: 'offer' });
		});

		test('seen by many messages at once stops the account, so that no more of them get lost on the way', async ({ account }) => {
			const id = await publish(account, { unconfirmed: 'hold' });
			for (let n = 1; n <= 20; n++) await enrollOne(account, person(n));
			const taken = await claim(account, id, START, LIVING, 6);
			const permits = await Promise.all(taken.steps.map((_, index) => beginAllowed(account, heldStep(taken, index))));
			await account.settleSends(permits.map(({ sendId }) => ({ sendId, outcome: { kind: 'unknown', detail: 'HTTP 502' } })), START);

			expect(await account.accountHold()).toMatchObject({ reason: 'meta_unavailable', until: START + 30 * SECOND });
			expect((await claim(account, id, START + SECOND)).steps).toEqual([]);
			const trial = await claim(account, id, START + MINUTE);
			expect(trial.steps).toHaveLength(1);
			expect(await account.takeNotices(id, START + MINUTE)).toEqual([]);
			await sendAccepted(account, heldStep(trial, 0), 'wamid.1', START + MINUTE);
			expect((await claim(account, id, START + 2 * MINUTE)).steps).toHaveLength(13);
		});
	});
}
