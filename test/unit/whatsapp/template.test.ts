import fc from 'fast-check';
import { parseTemplate, variablesIn, type Template } from '../../../engine/whatsapp/template';
import { variablesOf } from '../../../engine/whatsapp/template-variables';
import { BROCHURE, CAROUSEL, GIF, NAMED, ONE_TIME_CODE, PROMO_WELCOME, OFFER, PLACE } from './sample-templates';

const parsed = (raw: unknown): Template => parseTemplate(raw)!;
const keysOf = (raw: unknown): string[] => variablesOf(parsed(raw)).map(({ key }) => key);

describe('parseTemplate', () => {
	it('reads what Meta’s list gives', () => {
		expect(parsed(PROMO_WELCOME)).toMatchObject({
			name: 'promo_welcome',
			language: 'en',
			status: 'APPROVED',
			category: 'MARKETING',
			named: false,
			header: { format: 'TEXT', text: 'Hello {{1}}' },
			body: { examples: { 1: 'Ada', 2: 'SUN' } },
			unsupported: [],
		});
	});

	it('knows named variables even without parameter_format', () => {
		expect(parsed({ ...NAMED, parameter_format: undefined }).named).toBe(true);
	});

	it('keeps what cannot be filled in as words', () => {
		expect(parsed(GIF).unsupported).toEqual(['a header with a GIF']);
		expect(parsed({ ...CAROUSEL, components: [{ type: 'CAROUSEL', cards: [{ components: GIF.components }] }] }).unsupported).toEqual(['a header with a GIF']);
	});

	it('reads cards, offers and headers of every format', () => {
		expect(parsed(CAROUSEL).cards).toMatchObject([{ header: { format: 'IMAGE' }, body: { text: 'Lamp for {{1}}' }, buttons: [{ type: 'QUICK_REPLY' }, { type: 'URL' }] }, { body: { text: 'A chair' } }]);
		expect(parsed(OFFER).offer).toEqual({ expires: true });
		expect(parsed(PLACE).header).toMatchObject({ format: 'LOCATION' });
	});

	it('never throws, whatever it is given', () => {
		expect(parseTemplate(null)).toBeNull();
		expect(parseTemplate({ name: 'x' })).toBeNull();
		expect(parsed({ name: 'x', language: 'en' })).toMatchObject({ category: null, header: null, body: null, buttons: [] });
		fc.assert(
			fc.property(fc.anything(), fc.array(fc.anything()), (header, buttons) => {
				const raw = { name: 'x', language: 'en', components: [header, { type: 'HEADER', example: header }, { type: 'BUTTONS', buttons }] };
				expect(() => variablesOf(parsed(raw))).not.toThrow();
			}),
		);
	});
});

describe('variablesIn', () => {
	it('gives each variable once, numbers in their order', () => {
		expect(variablesIn('{{2}} {{1}} {{ 2 }} {{10}}')).toEqual(['1', '2', '10']);
		expect(variablesIn('{{b}} {{a}}')).toEqual(['b', 'a']);
		expect(variablesIn('{1} {{}}')).toEqual([]);
	});
});

describe('variablesOf', () => {
	it('asks for what Meta wants, and marks what may be left out', () => {
		expect(variablesOf(parsed(PROMO_WELCOME))).toEqual([
			{ key: 'header.1', label: 'Header {{1}}', example: 'Ada', required: true },
			{ key: 'body.1', label: 'Body {{1}}', example: 'Ada', required: true },
			{ key: 'body.2', label: 'Body {{2}}', example: 'SUN', required: true },
			{ key: 'button.0.payload', label: 'Button "Stop promotions" payload', example: '', required: false },
			{ key: 'button.1.url', label: 'Button "Open" end of the link', example: 'summer', required: true },
			{ key: 'button.3.code', label: 'Button "Copy" code to copy', example: 'SUN20', required: true },
		]);
	});

	it('names variables by their names, media by media, and asks for a one-time code once', () => {
		expect(keysOf(NAMED)).toEqual(['body.first_name', 'body.discount']);
		expect(keysOf(BROCHURE)).toEqual(['header.media', 'header.filename']);
		expect(keysOf(ONE_TIME_CODE)).toEqual(['body.1']);
		expect(keysOf({ ...ONE_TIME_CODE, components: ONE_TIME_CODE.components.slice(1) })).toEqual(['button.0.code']);
	});
});
