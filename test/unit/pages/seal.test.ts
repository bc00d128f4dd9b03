import { formToken, isFormToken, FORM_TOKEN_MS } from '../../../engine/pages/form-token';
import { Seal } from '../../../engine/pages/seal';

const NOW = Date.UTC(2026, 10, 26, 10);
const seal = new Seal(['app secret', 'password'], '1065', 'form');

describe('a seal', () => {
	it('gives back what was sealed, until it expires', () => {
		const sealed = seal.close({ id: 'r1' }, NOW + 1000);
		expect(seal.open(sealed, NOW + 999)).toEqual({ kind: 'valid', payload: { id: 'r1' } });
		expect(seal.open(sealed, NOW + 1000)).toEqual({ kind: 'expired' });
	});

	it('refuses whatever was changed', () => {
		const sealed = seal.close({ id: 'r1' }, NOW + 1000);
		const [, signature] = sealed.split('.');
		const later = Buffer.from(JSON.stringify([NOW + 9e9, { id: 'r1' }])).toString('base64url');
		for (const forged of ['', '.', 'x', `${later}.${signature}`, `${sealed}A`, `${sealed}.`, sealed.slice(1), `.${signature}`]) {
			expect(seal.open(forged, NOW)).toEqual({ kind: 'forged' });
		}
	});

	it('is another one for every number, purpose and secret', () => {
		const sealed = seal.close('word', NOW + 1000);
		const others = [
			new Seal(['app secret', 'password'], '1066', 'form'),
			new Seal(['app secret', 'password'], '1065', 'review'),
			new Seal(['app secret', 'new password'], '1065', 'form'),
			new Seal(['app secretpassword'], '1065', 'form'),
		];
		for (const other of others) expect(other.open(sealed, NOW)).toEqual({ kind: 'forged' });
	});

	it('is never made of nothing', () => {
		expect(() => new Seal(['', ''], '1065', 'review')).toThrow('nothing secret');
	});
});

describe('the token of a form', () => {
	it('holds for its user and a working day', () => {
		const token = formToken(seal, 'ada', NOW);
		expect(isFormToken(seal, token, 'ada', NOW + FORM_TOKEN_MS - 1)).toBe(true);
		expect(isFormToken(seal, token, 'ada', NOW + FORM_TOKEN_MS)).toBe(false);
		expect(isFormToken(seal, token, 'eve', NOW)).toBe(false);
		expect(isFormToken(seal, '', 'ada', NOW)).toBe(false);
	});
});
