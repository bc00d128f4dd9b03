import type { SequenceDefinition } from '../../../../engine/sequence/definition';
import type { Claim, DueStep } from '../../../../engine/store/contract';
import { outputsOf, sampleOutputs, testRecipient } from '../../../../nodes/SequenceTrigger/items';
import { definition, step } from '../../../conformance/builders';

const NOW = Date.UTC(2026, 5, 1, 8);
const NOBODY = { phone: null, userId: null };

function due(name: string, contact: string): DueStep {
	return {
		contact: { id: contact, phone: '+491701234567', userId: null, name: null, timeZone: null, lastInboundAt: null, marketingAllowed: true, utilityAllowed: true },
		enrollment: {
			id: `enrollment of ${contact}`, sequenceId: 's', version: 2, contactId: contact, state: 'active', reason: null, step: name, dueAt: NOW,
			attempts: 1, enrolledAt: NOW, lastSentAt: null, endedAt: null, reference: null, context: {},
			pausedAt: null, expiresAt: null, cancelledSteps: [],
		},
		step: step(name),
		number: 1,
		of: 3,
		dueAt: NOW,
		variant: null,
		wait: null,
	};
}

const claimOf = (...steps: DueStep[]): Claim => ({ lease: 'lease-1', sequence: { id: 's', name: 'Promo', version: 2 }, steps, settled: 0 });
const contacts = (outputs: ReturnType<typeof outputsOf>) => outputs.map((items) => items.map(({ json }) => (json.contact as { id: string }).id));

describe('Items of the Sequence Trigger', () => {
	const claim = claimOf(due('hello', 'ada'), due('offer', 'bob'), due('hello', 'eve'));

	it('leave by one output in the order of the claim', () => {
		expect(contacts(outputsOf(claim, null))).toEqual([['ada', 'bob', 'eve']]);
	});

	it('leave by the outputs of their steps, which are all there', () => {
		expect(contacts(outputsOf(claim, ['hello', 'offer', 'reminder']))).toEqual([['ada', 'eve'], ['bob'], []]);
	});

	it('tell when, as instants with milliseconds', () => {
		expect(outputsOf(claim, null)[0]![0]!.json).toMatchObject({ dueAt: '2026-06-01T08:00:00.000Z', enrollment: { lease: 'lease-1' } });
	});
});

describe('Sample items', () => {
	const samplesOf = (more: Partial<SequenceDefinition>, stepNames: string[] | null) => sampleOutputs(definition(more), NOBODY, stepNames, NOW);

	it('are one for each enabled step, and hold no lease on anything', () => {
		const [items] = samplesOf({ steps: [step('a'), step('b', undefined, { enabled: false }), step('c')] }, null);
		expect(items!.map(({ json }) => json)).toMatchObject([
			{ sample: true, enrollment: null, contact: { id: '', ...NOBODY }, step: { name: 'a', number: 1, of: 3 } },
			{ sample: true, enrollment: null, step: { name: 'c', number: 3, of: 3 } },
		]);
	});

	it('leave by the output of their step, also when two steps have one name', () => {
		const outputs = samplesOf({ steps: [step('a'), step('a')] }, ['a', 'a']);
		expect(outputs.map((items) => items.length)).toEqual([1, 1]);
	});

	it.each([
		[['+491701234567', '+491701234568'], { phone: '+491701234567', userId: null }],
		[['0170 1234567'], { phone: '+491701234567', userId: null }],
		[['DE.13491208655302741918'], { phone: null, userId: 'DE.13491208655302741918' }],
		[[], NOBODY],
	])('are addressed to the first of %j', (testRecipients, recipient) => {
		expect(testRecipient({ testRecipients, country: 'DE' })).toEqual(recipient);
	});
});
