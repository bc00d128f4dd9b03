import fc from 'fast-check';
import { buildTemplate, oneLine } from '../../../engine/whatsapp/build-template';
import type { PlaceholderValues } from '../../../engine/whatsapp/placeholders';
import { parseTemplate, type Template } from '../../../engine/whatsapp/template';
import { variablesOf } from '../../../engine/whatsapp/template-variables';
import { ALL, BROCHURE, GIF, NAMED, ONE_TIME_CODE, PAUSED, PROMO_WELCOME } from './sample-templates';

const ADA: PlaceholderValues = { name: 'Ada', phone: '+491701234567', reference: null, context: {} };
const NOW = Date.UTC(2026, 6, 1);
const template = (raw: unknown): Template => parseTemplate(raw)!;
const WELCOME_VALUES = { 'header.1': '{name}', 'body.1': '{name}', 'body.2': 'SUN', 'button.1.url': 'summer', 'button.3.code': 'SUN20' };

function build(raw: unknown, sources: Record<string, string>) {
	return buildTemplate(template(raw), sources, ADA, NOW);
}

function detailOf(raw: unknown, sources: Record<string, string>): string {
	const result = build(raw, sources);
	return result.ok ? '' : `${result.reason}: ${result.detail}`;
}

function componentsOf(raw: unknown, sources: Record<string, string>): unknown {
	const result = build(raw, sources);
	return result.ok ? (result.message.template as { components: unknown }).components : result;
}

describe('buildTemplate', () => {
	it('builds positional variables, buttons and a header as Meta documents them', () => {
		expect(build(PROMO_WELCOME, WELCOME_VALUES)).toEqual({
			ok: true,
			message: {
				type: 'template',
				template: {
					name: 'promo_welcome',
					language: { code: 'en' },
					components: [
						{ type: 'header', parameters: [{ type: 'text', text: 'Ada' }] },
						{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }, { type: 'text', text: 'SUN' }] },
						{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'summer' }] },
						{ type: 'button', sub_type: 'copy_code', index: '3', parameters: [{ type: 'coupon_code', coupon_code: 'SUN20' }] },
					],
				},
			},
		});
	});

	it('names named variables', () => {
		expect(componentsOf(NAMED, { 'body.first_name': '{name}', 'body.discount': '20%' })).toEqual([
			{
				type: 'body',
				parameters: [
					{ type: 'text', text: 'Ada', parameter_name: 'first_name' },
					{ type: 'text', text: '20%', parameter_name: 'discount' },
				],
			},
		]);
	});

	it('sends media by link or id, and names documents', () => {
		expect(componentsOf(BROCHURE, { 'header.media': 'https://x.example/a/price%20list.pdf?v=1' })).toEqual([
			{ type: 'header', parameters: [{ type: 'document', document: { link: 'https://x.example/a/price%20list.pdf?v=1', filename: 'price list.pdf' } }] },
		]);
		expect(componentsOf(BROCHURE, { 'header.media': '123456', 'header.filename': 'a.pdf' })).toEqual([
			{ type: 'header', parameters: [{ type: 'document', document: { id: '123456', filename: 'a.pdf' } }] },
		]);
		expect(detailOf(BROCHURE, { 'header.media': 'C:\\a.pdf' })).toContain('https://');
	});

	it('repeats a one-time code in its button', () => {
		expect(componentsOf(ONE_TIME_CODE, { 'body.1': '4711' })).toEqual([
			{ type: 'body', parameters: [{ type: 'text', text: '4711' }] },
			{ type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '4711' }] },
		]);
		expect(detailOf(ONE_TIME_CODE, { 'body.1': '1234567890123456' })).toContain('16 characters');
	});

	it('takes a payload, and cuts the fixed part off a whole address', () => {
		expect(componentsOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'button.0.payload': 'stop', 'button.1.url': 'https://shop.example/o/a b' })).toEqual(
			expect.arrayContaining([
				{ type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'stop' }] },
				{ type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'a%20b' }] },
			]),
		);
		expect(detailOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'button.1.url': 'https://shop.example/o/' })).toContain('end of its address');
	});

	it('says which variable has no value', () => {
		expect(detailOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'body.2': '' })).toBe('missing_variable: The template "promo_welcome" (en) needs a value for Body {{2}}.');
		expect(detailOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'body.2': '{reference}' })).toMatch(/^missing_variable: Body \{\{2\}\}: There is no value for \{reference\}/);
		expect(detailOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'body.2': ' \n\t ' })).toContain('missing_variable');
	});

	it('refuses what cannot be sent at all', () => {
		expect(detailOf(PAUSED, {})).toContain('template_missing');
		expect(detailOf(GIF, {})).toContain('a header with a GIF');
		expect(detailOf(PROMO_WELCOME, { ...WELCOME_VALUES, 'button.3.code': '1234567890123456' })).toContain('invalid_message');
	});

	it('leaves out what the template does not have', () => {
		expect(componentsOf(NAMED, { 'body.first_name': 'a', 'body.discount': 'b', 'body.9': 'c', 'button.0.url': 'd' })).toHaveLength(1);
	});

	it('gives Meta exactly the variables it counts, each on one line, for any values', () => {
		const sendable = ALL.filter((raw) => raw !== GIF && raw !== PAUSED).map(template);
		fc.assert(
			fc.property(fc.constantFrom(...sendable), fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 8, maxLength: 8 }), (one, texts) => {
				const sources = Object.fromEntries(variablesOf(one).map(({ key }, index) => [key, { literal: texts[index] }]));
				const result = buildTemplate(one, sources, ADA, NOW);
				if (!result.ok) return;
				const { components } = result.message.template as { components: Array<{ type: string; parameters: Array<{ text?: string }> }> };
				const body = components.find(({ type }) => type === 'body');
				expect(body?.parameters.length ?? 0).toBe(variablesOf(one).filter(({ key }) => key.startsWith('body.')).length);
				for (const { text } of components.flatMap(({ parameters }) => parameters)) {
					if (text === undefined) continue;
					expect(text).not.toMatch(/[\n\r\t]| {5}/);
					expect(text.trim()).not.toBe('');
				}
			}),
		);
	});
});

describe('oneLine', () => {
	it('keeps up to four spaces and makes one of everything else', () => {
		expect(oneLine(' a    b     c\r\n\t\td\u2028e ')).toBe('a    b c d e');
	});

	it('is done after one time', () => {
		fc.assert(fc.property(fc.string(), (text) => expect(oneLine(oneLine(text))).toBe(oneLine(text))));
		fc.assert(fc.property(fc.array(fc.constantFrom(' ', '\n', '\t', 'a')), (parts) => expect(oneLine(parts.join(''))).not.toMatch(/[\n\t]| {5}/)));
	});
});
