import { checkSequence, findingsOfNumber, type KnownSequence } from '../../../engine/preflight';
import type { SequenceDefinition } from '../../../engine/sequence/definition';
import { parseTemplate, type Template } from '../../../engine/whatsapp/template';
import { TemplateList } from '../../../engine/whatsapp/template-list';
import { definition, step } from '../sequence/builders';

const known = (one: SequenceDefinition, more: Partial<KnownSequence> = {}): KnownSequence => ({ definition: one, open: true, paused: false, ...more });

const template = (name: string, more: object = {}): Template =>
	parseTemplate({ name, language: 'en', status: 'APPROVED', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hi' }], ...more })!;

function found(more: Partial<SequenceDefinition>, templates: Template[] | null = [], others: KnownSequence[] = []): string[] {
	const one = known(definition(more));
	const sequences = new Map([one, ...others].map((each) => [each.definition.name, each]));
	const findings = checkSequence('welcome', { sequences, templates: templates && new TemplateList(templates) });
	expect(findings.at(-1)).toMatchObject({ check: 'summary' });
	return findings.map(({ severity, check, step: name }) => [severity, check, name].filter(Boolean).join(' '));
}

const sends = (name: string) => [step('one', { message: { kind: 'template' as const, name, language: 'en', variables: {} } })];

describe('What is told of a sequence', () => {
	it('is one sentence when all is well', () => {
		expect(found({ steps: sends('promo') }, [template('promo')])).toEqual(['ok summary']);
	});

	it.each<[string, object, string]>([
		['paused', { status: 'PAUSED' }, 'error message one'],
		['rejected', { status: 'REJECTED' }, 'error message one'],
		['with a variable that has no value', { components: [{ type: 'BODY', text: 'Hi {{1}}' }] }, 'error message one'],
		['flagged', { status: 'FLAGGED' }, 'warning message one'],
		['for one-time passwords', { category: 'AUTHENTICATION' }, 'warning message one'],
	])('says so of a template that is %s', (_, more, expected) => {
		expect(found({ steps: sends('promo') }, [template('promo', more)])[0]).toBe(expected);
	});

	it('says that changes wait behind a lock', () => {
		const one = known(definition({ steps: sends('promo') }), { changesWait: true });
		const findings = checkSequence('welcome', { sequences: new Map([['welcome', one]]), templates: new TemplateList([template('promo')]) });
		expect(findings).toMatchObject([{ severity: 'warning', check: 'published', sentence: expect.stringContaining('locked') }, { check: 'summary', severity: 'warning' }]);
	});

	it('says of every variant what is wrong with it', () => {
		const variants = ['promo', 'gone'].map((name, i) => ({ name: 'AB'[i]!, weight: 1, message: { kind: 'template' as const, name, language: 'en', variables: {} } }));
		expect(found({ steps: [step('one', { variants, message: variants[0]!.message })] }, [template('promo')])).toEqual(['error message one', 'error summary']);
	});

	it('leaves out steps that are switched off', () => {
		expect(found({ steps: [step('two'), { ...sends('gone')[0]!, enabled: false }] })).toEqual(['ok summary']);
	});

	it('is no promise while the templates could not be looked at', () => {
		expect(found({ steps: sends('promo') }, null)).toEqual(['warning summary']);
	});

	it('names a definition that could not be published today', () => {
		expect(found({ timeZone: 'Mars/Olympus' })).toEqual(['error definition', 'error summary']);
	});

	it('asks whether the sequence that follows is there', () => {
		const next = { next: { sequence: 'after', on: 'completed' as const } };
		const after = definition({ name: 'after' });
		expect(found(next)).toEqual(['error next_sequence', 'error summary']);
		expect(found(next, [], [known(after, { open: false })])).toEqual(['warning next_sequence', 'warning summary']);
		expect(found(next, [], [known(after)])).toEqual(['ok summary']);
	});
});

describe('What is told of the number', () => {
	const number = { verified_name: 'Sunrise Shop', display_phone_number: '+1 555 0100', status: 'CONNECTED', quality_rating: 'GREEN', health_status: { can_send_message: 'AVAILABLE' } };

	it.each<[string, object, string]>([
		['all is well', {}, 'ok'],
		['Meta says nothing more than its name', { status: undefined, quality_rating: undefined, health_status: undefined }, 'ok'],
		['it is banned', { status: 'BANNED' }, 'error'],
		['sending is blocked', { health_status: { can_send_message: 'BLOCKED', entities: [{ errors: [{ error_description: 'No payment method.' }] }] } }, 'error'],
		['sending is limited', { health_status: { can_send_message: 'LIMITED' } }, 'warning'],
		['its quality is low', { quality_rating: 'RED' }, 'warning'],
	])('%s', (_, more, severity) => {
		const findings = findingsOfNumber({ ...number, ...more });
		expect(findings).toMatchObject([{ severity, check: 'number', sentence: expect.stringContaining('Sunrise Shop, +1 555 0100') }]);
		if (severity !== 'ok') expect(findings[0]!.advice).not.toBe('');
	});

	it('with the words of Meta why sending is blocked', () => {
		const health = { can_send_message: 'BLOCKED', entities: [{ errors: [{ error_description: 'No payment method.' }] }] };
		expect(findingsOfNumber({ ...number, health_status: health })[0]!.sentence).toContain('No payment method.');
	});
});
