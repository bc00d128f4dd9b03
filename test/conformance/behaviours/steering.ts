import { StoreRefusal } from '../../../engine/store/contract';
import { DAY, HOUR, MINUTE, person, START } from '../builders';
import { onStore, type OpenStore, type Scene } from '../store-under-test';
import { begin, beginAllowed, change, claim, claimOne, enrollOne, firstStepClaimed, LEASE_MS, place, publish, sendAccepted, settle, standing } from '../verbs';

type Account = Scene['account'];

export function steering(open: OpenStore): void {
	const test = onStore(open);

	describe('a paused enrollment', () => {
		test('keeps its place and is due once it is resumed', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);

			expect(await change(account, { kind: 'pause' })).toMatchObject({ applied: true, enrollment: { state: 'paused', step: 'hello', pausedAt: START } });
			expect((await claim(account, id, START + DAY)).steps).toEqual([]);
			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' }, START + DAY)).toMatchObject({ applied: true });
			expect((await claimOne(account, id, START + DAY)).due).toMatchObject({ dueAt: START });
		});

		test('takes its step out of the hands of a running execution', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await change(account, { kind: 'pause' });

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'enrollment_paused' });
			expect(await account.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect((await standing(account)).step).toBe('hello');
		});

		test('counts a message that was leaving when it was paused, and stays paused at the next step', async ({ account }) => {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await change(account, { kind: 'pause' });
			await settle(account, permit, { kind: 'accepted', wamid: 'wamid.1' });

			expect(await standing(account)).toMatchObject({ state: 'paused', step: 'offer', dueAt: START + HOUR });
			await change(account, { kind: 'resume', unconfirmed: 'leave' }, START + 2 * HOUR);
			expect((await claimOne(account, held.sequenceId, START + 2 * HOUR)).due.step.name).toBe('offer');
		});

		test('ends by a reply like others', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await change(account, { kind: 'pause' });
			await account.remove([{ sequence: 'welcome', contact: person() }], 'removed', START);

			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: false, reason: 'not_running' });
		});
	});

	describe('a paused sequence', () => {
		test('refuses a step that was handed out before, and hands it out again later without using up an attempt', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await account.pauseSequence('welcome', '', START);

			expect(await begin(account, held)).toMatchObject({ allowed: false, reason: 'sequence_paused' });
			await account.resumeSequence('welcome', START + HOUR);
			expect((await claimOne(account, held.sequenceId, START + HOUR)).due.enrollment.attempts).toBe(1);
		});
	});

	describe('steering an enrollment', () => {
		test('skips the next step, and the delay of the following counts from the last message', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			expect(await change(account, { kind: 'skip' })).toMatchObject({ applied: true, enrollment: { step: 'offer', dueAt: START + HOUR } });
			expect(await account.contactTimeline(person(), 20)).toContainEqual(expect.objectContaining({ kind: 'step', step: 'hello', reason: 'step_skipped' }));
		});

		test('completes whoever skips the last step', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			for (const step of ['hello', 'offer', 'reminder']) expect((await change(account, { kind: 'skip' })).enrollment?.step).not.toBe(step);

			expect(await standing(account)).toMatchObject({ state: 'completed', reason: 'completed' });
		});

		test('jumps ahead, at once or after the delay', async ({ account }) => {
			await publish(account);
			await enrollOne(account);

			expect((await change(account, { kind: 'jump', step: 'reminder', when: 'after_delay' })).enrollment).toMatchObject({ step: 'reminder', dueAt: START + DAY });
			expect((await change(account, { kind: 'jump', step: 'offer', when: 'at_once' }, START + MINUTE)).enrollment).toMatchObject({ step: 'offer', dueAt: START + MINUTE });
		});

		test('jumps back to a step that was sent, which is then sent once more', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			await change(account, { kind: 'jump', step: 'hello', when: 'at_once' }, START + MINUTE);

			const settled = await sendAccepted(account, await claimOne(account, id, START + MINUTE), 'wamid.2', START + MINUTE);

			expect(settled).toMatchObject({ reason: 'sent', enrollment: { step: 'offer' } });
			expect(await account.listSends({}, { limit: 10 })).toHaveLength(2);
		});

		test('reschedules the next step', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);

			await change(account, { kind: 'reschedule', at: START + 3 * DAY });

			expect(place(await standing(account))).toEqual({ state: 'active', reason: 'rescheduled', step: 'hello', dueAt: START + 3 * DAY });
			expect(await account.nextDueAt(id)).toBe(START + 3 * DAY);
		});

		test('cancels a later step, which is then passed over, without touching the one that is being sent', async ({ account }) => {
			const held = await firstStepClaimed(account);

			expect(await change(account, { kind: 'cancel', step: 'offer' })).toMatchObject({ applied: true });
			expect(await sendAccepted(account, held, 'wamid.1')).toMatchObject({ reason: 'sent', enrollment: { step: 'reminder' } });
			expect(await change(account, { kind: 'cancel', step: 'hello' })).toMatchObject({ applied: false, reason: 'step_passed' });
		});

		test('cannot move a step whose message is leaving', async ({ account }) => {
			await beginAllowed(account, await firstStepClaimed(account));

			for (const what of [{ kind: 'skip' }, { kind: 'reschedule', at: START }, { kind: 'jump', step: 'offer', when: 'at_once' }] as const) {
				expect(await change(account, what)).toMatchObject({ applied: false, reason: 'being_sent' });
			}
		});

		test('refuses an unknown step with the nearest name, and changes nobody', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			const target = { sequence: 'welcome', contact: person() };

			await expect(account.changeEnrollments([{ target, change: { kind: 'cancel', step: 'ofer' } }], START)).rejects.toThrow(/Did you mean "offer"/);
			await expect(account.changeEnrollments([{ target, change: { kind: 'jump', step: 'x', when: 'at_once' } }], START)).rejects.toThrow(StoreRefusal);
			expect((await standing(account)).step).toBe('hello');
		});

		test('works on many in one batch, in its order', async ({ account }) => {
			await publish(account);
			await account.enroll([1, 2, 3].map((n) => ({ sequence: 'welcome', contact: person(n), reentry: 'keep' as const, reference: null, context: {} })), START);

			const answers = await account.changeEnrollments([3, 9, 1].map((n) => ({ target: { sequence: 'welcome', contact: person(n) }, change: { kind: 'skip' as const } })), START);

			expect(answers.map(({ applied, reason }) => [applied, reason])).toEqual([[true, null], [false, 'not_enrolled'], [true, null]]);
			expect((await standing(account, person(2))).step).toBe('hello');
		});
	});

	describe('resuming', () => {
		test('takes a failed run up at the step that failed', async ({ account }) => {
			const held = await firstStepClaimed(account, { maxAttempts: 1 });
			await account.endExecution(held.claim.lease, { kind: 'error', error: 'boom' }, START);
			expect((await standing(account)).state).toBe('failed');

			await change(account, { kind: 'resume', unconfirmed: 'leave' }, START + HOUR);

			expect((await claimOne(account, held.sequenceId, START + HOUR)).due).toMatchObject({ step: { name: 'hello' }, enrollment: { attempts: 1 } });
		});

		test('leaves a failed run alone when a newer one is running', async ({ account }) => {
			const held = await firstStepClaimed(account, { maxAttempts: 1 });
			await account.endExecution(held.claim.lease, { kind: 'error', error: 'boom' }, START);
			const failed = held.step.enrollmentId;
			await enrollOne(account, person(), {}, START + HOUR);

			const [answer] = await account.changeEnrollments([{ target: { id: failed }, change: { kind: 'resume', unconfirmed: 'leave' } }], START + HOUR);

			expect(answer).toMatchObject({ applied: false, reason: 'newer_run' });
		});

		async function heldRun(account: Account) {
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);
			await settle(account, permit, { kind: 'unknown', detail: 'timeout' });
			return held.sequenceId;
		}

		test('a held run asks for a decision', async ({ account }) => {
			await heldRun(account);

			expect(await change(account, { kind: 'resume', unconfirmed: 'leave' })).toMatchObject({ applied: false, reason: 'unconfirmed' });
		});

		test('a held run counts as sent when a person says so', async ({ account }) => {
			await heldRun(account);

			expect(await change(account, { kind: 'resume', unconfirmed: 'sent' }, START + MINUTE)).toMatchObject({ applied: true, enrollment: { step: 'offer', dueAt: START + HOUR } });
		});

		test('a held run is sent again when a person says so', async ({ account }) => {
			const id = await heldRun(account);
			await change(account, { kind: 'resume', unconfirmed: 'again' }, START + LEASE_MS);

			expect(await sendAccepted(account, await claimOne(account, id, START + LEASE_MS), 'wamid.2', START + LEASE_MS)).toMatchObject({ reason: 'sent' });
		});
	});
}
