import { enrollRequest, HOUR, message, person, preference, START, status } from '../builders';
import { onStore, OTHER_ACCOUNT, type OpenStore } from '../store-under-test';
import { begin, beginAllowed, claim, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, standing } from '../verbs';

export function accountsAreSeparate(open: OpenStore): void {
	const test = onStore(open);

	describe('another business number', () => {
		test('may use the same names for the same people', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const mine = await publish(account, {}, 'first');
			const theirs = await publish(other, { description: 'theirs' }, 'second');
			await enrollOne(account);

			expect(theirs).not.toBe(mine);
			expect((await enrollOne(other)).outcome).toBe('enrolled');
			expect((await other.listSequences()).map(({ description, live }) => [description, live])).toEqual([['theirs', 1]]);
		});

		test('sees no sequences, people, sends or timelines', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const held = await firstStepClaimed(account);
			await sendAccepted(account, held, 'wamid.1');

			expect(await other.listSequences()).toEqual([]);
			expect(await other.listEnrollments({}, { limit: 10 })).toEqual([]);
			expect(await other.listEnrollments({ contact: person() }, { limit: 10 })).toEqual([]);
			expect(await other.getEnrollments([{ id: held.step.enrollmentId }])).toEqual([null]);
			expect(await other.listSends({}, { limit: 10 })).toEqual([]);
			expect(await other.listSends({ enrollmentId: held.step.enrollmentId }, { limit: 10 })).toEqual([]);
			expect(await other.contactTimeline(person(), 10)).toEqual([]);
			expect(await other.contactTimeline({ id: held.due.contact.id }, 10)).toEqual([]);
			await expect(other.enroll([enrollRequest()], START)).rejects.toThrow(/No sequence is published/);
		});

		test('cannot claim, prolong, end or take back what is not its own', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const held = await firstStepClaimed(account);
			const before = await standing(account);

			expect((await claim(other, held.sequenceId, START + HOUR)).steps).toEqual([]);
			expect(await other.nextDueAt(held.sequenceId)).toBeNull();
			expect(await other.renewLease(held.claim.lease, START + HOUR)).toBe(0);
			expect(await other.endExecution(held.claim.lease, { kind: 'success' }, START)).toBe(0);
			expect(await other.endExecution(held.claim.lease, { kind: 'waiting', until: START + HOUR }, START)).toBe(0);
			expect(await other.reclaimFrom(held.sequenceId, 'somebody else', START)).toBe(0);
			expect(await other.remove([{ id: held.step.enrollmentId }], 'removed', START)).toEqual([null]);
			expect(await other.refuseSteps([{ step: held.step, reason: 'rejected', detail: '', action: 'fail' }], START)).toEqual([{ applied: false }]);
			expect(await standing(account)).toEqual(before);
		});

		test('cannot send with the items of this one, nor settle its sends', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const held = await firstStepClaimed(account);

			expect(await begin(other, held)).toMatchObject({ allowed: false, reason: 'enrollment_ended', contact: null });
			const { sendId } = await beginAllowed(account, held);
			// Where every number has data of its own, it looks like the send of somebody who was erased.
			const answer = await other.settleSends([{ sendId, outcome: { kind: 'accepted', wamid: 'w' } }], START).catch((error: Error) => error.message);
			expect(typeof answer === 'string' ? answer : answer[0]?.reason).toMatch(/no send|^erased$/);
			expect((await account.listSends({}, { limit: 1 }))[0]!.state).toBe('sending');
		});

		test('cannot use the contact of an item of this one', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const { contact } = await firstStepClaimed(account).then(({ due }) => due);

			const begun = other.beginSends([{ node: 'n', contact: { id: contact.id }, category: 'utility', label: 'x' }], START);

			await expect(begun).rejects.toThrow(/of another number/);
		});

		test('gets webhooks of its own: statuses, replies and opt-outs stay apart', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			const held = await firstStepClaimed(account);
			const permit = await beginAllowed(account, held);

			const applied = await other.applyWebhook(
				[
					status('wamid.1', 'read', START, { callbackData: permit.callbackData }),
					message('wamid.in', 'STOP', START + HOUR),
					preference('stop', START + HOUR),
				],
				LIVING,
				START + HOUR,
			);

			expect(applied.statuses).toBe(0);
			expect(await standing(account)).toMatchObject({ state: 'active', contact: { marketingAllowed: true, lastInboundAt: null } });
			const mine = await account.applyWebhook([message('wamid.in', 'hi', START)], LIVING, START + HOUR);
			expect(mine.messages).toHaveLength(1);
		});

		test('hears nothing of due steps that are not its own', async ({ store, account }) => {
			const heard: string[] = [];
			store.forAccount(OTHER_ACCOUNT).onDue((id) => heard.push(id));

			await publish(account);
			await enrollOne(account);

			expect(heard).toEqual([]);
		});

		test('closing one by the same node leaves the other open', async ({ store, account }) => {
			const other = store.forAccount(OTHER_ACCOUNT);
			await publish(account);
			await publish(other);

			await other.closeSequence({ workflowId: 'workflow-first', nodeId: 'node-first', label: '' }, START);

			expect((await account.listSequences())[0]!.open).toBe(true);
		});
	});
}
