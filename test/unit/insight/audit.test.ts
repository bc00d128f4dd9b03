import { audit } from '../../../engine/insight';
import { texts } from '../../../engine/pages/texts';
import type { AuditedSequence, AuditFacts } from '../../../engine/store/contract';
import { parseTemplate } from '../../../engine/whatsapp/template';
import { TemplateList } from '../../../engine/whatsapp/template-list';
import { definition, step } from '../sequence/builders';

const NOON = Date.UTC(2026, 0, 5, 12);
const STEPS = [step('hello', { message: { kind: 'template', name: 'promo', language: 'en', variables: {} } }), step('offer', { message: { kind: 'text', text: 'Hi' } })];

function sequence({ summary = {}, ...more }: Partial<Omit<AuditedSequence, 'summary'>> & { summary?: Partial<AuditedSequence['summary']> } = {}): AuditedSequence {
	return {
		summary: {
			id: 's', name: 'welcome', description: '', version: 1, open: true, ownerWorkflow: null, live: 3,
			pausedAt: null, pausedReason: null, pausedFor: null, lockedAt: null, changesWaitSince: null, ...summary,
		},
		definition: definition({ steps: STEPS }),
		owner: 'the workflow "Promo" (node "Trigger")',
		enrolled: 0, ended: 0, failed: {}, steps: [], late: 0, waitingEvents: 0,
		...more,
	};
}

const templates = (status = 'APPROVED') => new TemplateList([parseTemplate({ name: 'promo', language: 'en', status, category: 'MARKETING', components: [{ type: 'BODY', text: 'Hi' }] })!]);

function found(facts: Partial<AuditFacts>, list: TemplateList | null = templates()): string[] {
	const findings = audit({ hold: null, unconfirmed: 0, deadKeywords: [], sequences: [], ...facts }, list);
	for (const { sentence, advice } of findings) expect([sentence, advice].every((text) => text.length > 10)).toBe(true);
	return findings.map(({ severity, check, step: at }) => [severity, check, at].filter(Boolean).join(' '));
}

describe('An audit', () => {
	it('finds nothing where all is well', () => {
		expect(found({ sequences: [sequence({ enrolled: 100, ended: 90, steps: [{ step: 'hello', sent: 100, failed: 3, notSent: 4 }, { step: 'offer', sent: 80, failed: 0, notSent: 0 }] })] })).toEqual([]);
	});

	it.each<[string, AuditedSequence, string[]]>([
		['nobody publishes, with people in it', sequence({ summary: { open: false } }), ['error not_published']],
		['nobody publishes, and nobody is in it', sequence({ summary: { open: false, live: 0 } }), []],
		['nobody publishes, and it is paused and changed, too', sequence({ summary: { open: false, pausedAt: NOON, lockedAt: NOON, changesWaitSince: NOON } }), ['error not_published', 'error paused', 'warning changes_wait']],
		['is paused with people in it', sequence({ summary: { pausedAt: NOON, pausedReason: 'typo' } }), ['error paused']],
		['is paused and empty', sequence({ summary: { pausedAt: NOON, live: 0 } }), ['warning paused']],
		['is locked while changes wait', sequence({ summary: { lockedAt: NOON, changesWaitSince: NOON } }), ['warning changes_wait']],
		['has people who are late', sequence({ late: 1_000 }), ['error late']],
		['is paused, which is why people are late', sequence({ late: 5, summary: { pausedAt: NOON } }), ['error paused']],
		['has a step whose messages fail', sequence({ steps: [{ step: 'hello', sent: 10, failed: 2, notSent: 0 }] }), ['error failing_step hello']],
		['has too few messages to say so', sequence({ steps: [{ step: 'hello', sent: 4, failed: 4, notSent: 0 }] }), []],
		['has a step that mostly ends without its message', sequence({ steps: [{ step: 'offer', sent: 3, failed: 0, notSent: 9 }] }), ['warning failing_step offer']],
		['has a step to which nobody comes', sequence({ enrolled: 20, ended: 18, steps: [{ step: 'hello', sent: 20, failed: 0, notSent: 0 }] }), ['warning never_reached offer']],
		['has people who may still come to it', sequence({ enrolled: 20, ended: 10, steps: [{ step: 'hello', sent: 20, failed: 0, notSent: 0 }] }), []],
		['has runs that failed', sequence({ failed: { rejected: 2 } }), ['warning failed_runs']],
		['has events that nobody takes', sequence({ waitingEvents: 1 }), ['warning events']],
	])('says of a sequence what is amiss when it %s', (_, one, expected) => {
		expect(found({ sequences: [one] })).toEqual(expected);
	});

	it('says so of a template that Meta does not send, and nothing where Meta does not tell', () => {
		expect(found({ sequences: [sequence()] }, templates('PAUSED'))).toEqual(['error template hello']);
		expect(found({ sequences: [sequence()] }, null)).toEqual([]);
		expect(found({ sequences: [sequence({ summary: { open: false, live: 0 } })] }, templates('PAUSED'))).toEqual([]);
	});

	it('tells of the whole number: nothing is sent, unknown outcomes, dead keywords; what is worst comes first', () => {
		const facts = {
			unconfirmed: 2,
			deadKeywords: [{ keyword: 'PROMO', label: 'the workflow "Old"', lastHeardAt: NOON }],
			hold: { since: NOON, until: NOON, reason: 'credential_refused' as const, detail: '190' },
		};
		expect(found(facts)).toEqual(['error number', 'warning unconfirmed', 'warning keyword']);
		const [, adrift] = audit({ sequences: [], ...facts }, null);
		expect(adrift).toMatchObject({ sequence: null, step: null, sentence: 'Of 2 messages nobody knows whether they left.' });
	});

	it('calls buttons of the dashboard by what stands on them', () => {
		const sequences = [
			sequence({ summary: { open: false, pausedAt: NOON, lockedAt: NOON, changesWaitSince: NOON }, failed: { rejected: 2 } }),
			sequence({ late: 1, steps: [{ step: 'hello', sent: 10, failed: 2, notSent: 0 }, { step: 'offer', sent: 3, failed: 0, notSent: 9 }] }),
		];
		const advice = audit({ hold: null, unconfirmed: 2, deadKeywords: [], sequences }, null).map((finding) => finding.advice).join(' ');
		const named = new Set([...advice.matchAll(/“([^”]+)”/g)].map(([, label]) => label));
		expect(named).toEqual(new Set([texts.contact.resume, texts.contact.remove, texts.contact.timeline, texts.sequence.resume, texts.lock.confirm]));
	});

	it('counts no further than it must', () => {
		const [late] = audit({ hold: null, unconfirmed: 0, deadKeywords: [], sequences: [sequence({ late: 1_000 })] }, null);
		expect(late!.sentence).toContain('1,000 or more people');
	});
});
