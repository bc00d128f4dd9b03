import { explainRun } from '../../../engine/insight';
import type { AccountStore } from '../../../engine/store/contract';
import { DAY, enrollRequest, HOUR, message, MINUTE, owner, person, START, status, step } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, settle } from '../verbs';

async function explained(account: AccountStore, now = START, contact = person()) {
	const [facts] = await account.runFacts([{ sequence: 'welcome', contact }], now);
	return explainRun(facts!, now);
}

export function explaining(open: OpenStore): void {
	const test = onStore(open);

	describe('the explanation of a run', () => {
		test('tells of each due step one reason, with times and what became of its message', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');
			await account.applyWebhook([status('wamid.1', 'delivered', START + MINUTE), status('wamid.1', 'read', START + HOUR)], LIVING, START + HOUR);
			await account.changeEnrollments([{ target: { sequence: 'welcome', contact: person() }, change: { kind: 'skip' } }], START + HOUR);

			const { steps } = await explained(account, START + HOUR);

			expect(steps).toMatchObject([
				{ step: 'hello', outcome: 'sent', at: START, reason: 'sent', tries: 0, message: { state: 'read', readAt: START + HOUR } },
				{ step: 'offer', outcome: 'not_sent', at: START + HOUR, reason: 'step_skipped', message: null },
			]);
			expect(steps[0]!.sentence).toContain('Read on 2026-01-05T10:00:00.000Z.');
		});

		test('tells what comes next, and why then', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			const { standing, next } = await explained(account);
			expect(standing).toBe('The step "offer" is due at 2026-01-05T10:00:00.000Z.');
			expect(next).toEqual({
				step: 'offer',
				at: START + HOUR,
				sentence: standing,
				why: '1 hour after the last message.',
				blockedBy: null,
				unless: 'Not if the contact replies before: that ends the run.',
			});
		});

		test('tells what a run that ended early had still before it, and why that is', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			await account.applyWebhook([message('wamid.in', 'thanks', START + MINUTE)], LIVING, START + MINUTE);
			const { standing, steps, next } = await explained(account, START + DAY);
			expect(standing).toBe('The run ended as exited on 2026-01-05T09:01:00.000Z. The contact replied.');
			expect(steps.map(({ step: name, outcome, reason }) => [name, outcome, reason])).toEqual([
				['hello', 'sent', 'sent'],
				['offer', 'not_reached', 'replied'],
				['reminder', 'not_reached', 'replied'],
			]);
			expect(next).toBeNull();
		});

		test('tells of a step that was tried and put off, and of one that is held', async ({ account }) => {
			const held = await firstStepClaimed(account);
			await settle(account, await beginAllowed(account, held), { kind: 'not_posted', reason: 'meta_unavailable', detail: 'down', retryAfterMs: HOUR });
			expect(await explained(account)).toMatchObject({
				steps: [{ step: 'hello', outcome: 'pending', reason: 'meta_unavailable', detail: 'down', tries: 0 }],
				next: { step: 'hello', why: expect.stringContaining('Meta could not be reached') },
			});

			const now = (await account.nextDueAt(held.sequenceId))!;
			await settle(account, await beginAllowed(account, await claimOne(account, held.sequenceId, now), now), { kind: 'unknown', detail: 'timeout' }, now);
			expect(await explained(account, now)).toMatchObject({
				steps: [{ step: 'hello', outcome: 'pending', reason: 'unconfirmed', tries: 1 }],
				next: { step: 'hello', at: null, why: '', sentence: expect.stringContaining('is held') },
			});
		});

		test('tells what keeps the next step back', async ({ account }) => {
			const id = await publish(account);
			await enrollOne(account);
			const block = async (now = START) => (await explained(account, now)).next!.blockedBy;
			expect(await block()).toBeNull();
			expect(await block(START + DAY)).toMatch(/late/);
			await account.claimDue({ sequenceId: id, owner: LIVING, limit: 1, leaseMs: HOUR }, START);
			expect(await block()).toMatch(/An execution has the step/);
			await account.pauseSequence('welcome', 'a typo', START);
			expect(await block()).toMatch(/paused\. a typo/);
			await account.closeSequence(owner(), START);
			expect(await block()).toMatch(/No workflow publishes/);
		});

		test('tells why somebody was not taken in', async ({ account }) => {
			await publish(account, { conditions: { match: 'all', rules: [{ name: 'VIPs only', match: 'all', conditions: [{ kind: 'tag', tag: 'vip', has: true }] }] } });
			expect(await account.enroll([enrollRequest()], START)).toMatchObject([{ outcome: 'refused' }]);
			expect(await explained(account)).toEqual({ standing: expect.stringMatching(/never in this sequence.*entry conditions.*\(VIPs only\)/), steps: [], next: null });
			expect((await explained(account, START, person(2))).standing).toBe('The contact was never in this sequence.');
		});

		test('answers for many runs in their order, each with its own past', async ({ account }) => {
			const id = await publish(account, { steps: [step('hello')] });
			await enrollOne(account, person(1));
			await sendAccepted(account, await claimOne(account, id), 'wamid.1');
			const { enrollment } = await enrollOne(account, person(2));
			await account.enroll([enrollRequest(person(1), { reentry: 'restart' })], START + HOUR);

			const facts = await account.runFacts([{ id: enrollment.id }, { sequence: 'welcome', contact: person(9) }, { sequence: 'welcome', contact: person(1) }], START + HOUR);

			expect(facts.map(({ run }) => run?.contact.phone ?? null)).toEqual([person(2).phone, null, person(1).phone]);
			expect(facts.map(({ events }) => events.map(({ kind }) => kind))).toEqual([['enrolled'], [], ['enrolled']]);
		});
	});
}
