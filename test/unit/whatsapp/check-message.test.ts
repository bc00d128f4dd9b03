import { checkStepMessage } from '../../../engine/whatsapp/check-message';
import { parseTemplate, type Template } from '../../../engine/whatsapp/template';
import { TemplateList } from '../../../engine/whatsapp/template-list';
import { ALL, PROMO_WELCOME } from './sample-templates';

const list = new TemplateList([...ALL, { ...PROMO_WELCOME, language: 'de' }].map(parseTemplate).filter((one): one is Template => one !== null));
const VALUES = { 'header.1': '{name|you}', 'body.1': '{name|you}', 'body.2': 'SUN', 'button.1.url': 'summer', 'button.3.code': 'SUN20' };

const check = (name: string, language: string, variables: Record<string, string> = {}) =>
	checkStepMessage({ kind: 'template', name, language, variables }, list);

describe('checkStepMessage', () => {
	it('accepts what can be sent', () => {
		expect(check('promo_welcome', 'en', VALUES)).toBeNull();
		expect(check('promo_welcome', 'en', { ...VALUES, 'button.0.payload': 'stop', 'body.9': '' })).toBeNull();
		expect(checkStepMessage({ kind: 'text', text: 'Hi {name}' }, list)).toBeNull();
		expect(checkStepMessage({ kind: 'none' }, list)).toBeNull();
	});

	it('names the nearest templates, or the languages there are', () => {
		expect(check('promo_welcom', 'en')).toBe('The template "promo_welcom" does not exist in this WhatsApp account. Did you mean "promo_welcome"?');
		expect(check('nothing_like_it', 'en')).toContain('Choose one from the list.');
		expect(check('promo_welcome', 'fr')).toBe('The template "promo_welcome" does not exist in the language "fr". There is: de, en.');
	});

	it('refuses templates that are not approved or cannot be filled in', () => {
		expect(check('promo_paused', 'en')).toContain('Meta says PAUSED');
		expect(check('moving', 'en')).toContain('a header with a GIF');
	});

	it('names missing and surplus variables', () => {
		expect(check('promo_welcome', 'en', { ...VALUES, 'body.2': ' ', 'header.1': '' })).toBe('The template "promo_welcome" (en) has variables without a value: Header {{1}}, Body {{2}}.');
		expect(check('promo_welcome', 'en', { ...VALUES, 'body.3': 'x' })).toContain('no variable "body.3"');
	});

	it('finds mistyped placeholders', () => {
		expect(check('promo_welcome', 'en', { ...VALUES, 'body.1': '{nmae}' })).toContain('{nmae} is not known');
		expect(checkStepMessage({ kind: 'text', text: '{frist_name}' }, list)).toContain('{frist_name}');
		expect(checkStepMessage({ kind: 'text', text: 'x'.repeat(5000) }, list)).toContain('5000 characters');
	});
});
