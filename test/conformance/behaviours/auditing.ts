import { audit } from '../../../engine/insight';
import { DAY, definition, enrollRequest, HOUR, MINUTE, owner, person, START } from '../builders';
import { onStore, type OpenStore } from '../store-under-test';
import { beginAllowed, claim, enrollOne, firstStepClaimed, heldStep, LIVING, publish, sendAccepted, settle } from '../verbs';

export function auditing(open: OpenStore): void {
	const test = onStore(open);

	describe('what an audit reads', () => {
		test('is nothing amiss in a healthy account', async ({ account }) => {
			await sendAccepted(account, await firstStepClaimed(account), 'wamid.1');
			const facts = await account.auditFacts(START + MINUTE);
			expect(facts).toMatchObject({ hold: null, unconfirmed: 0, deadKeywords: [], sequences: [{ enrolled: 1, ended: 0, failed: {}, late: 0, waitingEvents: 0, steps: [{ step: 'hello', sent: 1, failed: 0, notSent: 0 }] }] });
			expect(audit(facts, null)).toEqual([]);
		});

		test('is who is late, what is adrift, what failed, and which events nobody takes', async ({ account }) => {
			const id = (await account.publishSequence(definition(), { ...owner(), events: ['enrolled'] }, START)).id;
			await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);
			const held = heldStep(await claim(account, id, START, LIVING, 1), 0);
			await settle(account, await beginAllowed(account, held), { kind: 'unknown', detail: 'timeout' });

			const facts = await account.auditFacts(START + 2 * DAY);

			expect(facts.unconfirmed).toBe(1);
			expect(facts.sequences[0]).toMatchObject({ enrolled: 3, late: 2, waitingEvents: 3 });
			expect(audit(facts, null).map(({ check }) => check).sort()).toEqual(['events', 'late', 'unconfirmed']);
		});

		test('is which keywords nobody listens for any more, and which sequences nobody publishes', async ({ account }) => {
			await publish(account);
			await enrollOne(account);
			await account.claimKeywords({ workflowId: 'w', nodeId: 'n' }, [{ keyword: 'promo', written: 'PROMO', label: 'the workflow "Shop"' }], START);
			await account.closeSequence(owner(), START);

			expect((await account.auditFacts(START + HOUR)).deadKeywords).toEqual([]);
			const facts = await account.auditFacts(START + 3 * HOUR);

			expect(facts.deadKeywords).toEqual([{ keyword: 'PROMO', label: 'the workflow "Shop"', lastHeardAt: START }]);
			expect(audit(facts, null)).toMatchObject([{ check: 'not_published', sequence: 'welcome', advice: expect.stringContaining('Workflow first / Sequence Trigger') }, { check: 'keyword' }]);
		});
	});
}
