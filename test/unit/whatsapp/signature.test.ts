import { isSigned, sameText, signatureOf } from '../../../engine/whatsapp/signature';

const SECRET = 'test_app_secret';
const BODY = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
const SIGNATURE = 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756';

describe('the signature of a webhook', () => {
	test('is the HMAC-SHA256 of the bytes', () => {
		expect(signatureOf(BODY, SECRET)).toBe(SIGNATURE);
		expect(isSigned(BODY, SIGNATURE, SECRET)).toBe(true);
	});

	test('holds for the bytes and not for what they mean', () => {
		const escaped = Buffer.from('{"text":"\\u00e4\\/"}');
		const same = Buffer.from(JSON.stringify(JSON.parse(escaped.toString())));
		expect(isSigned(escaped, signatureOf(escaped, SECRET), SECRET)).toBe(true);
		expect(isSigned(same, signatureOf(escaped, SECRET), SECRET)).toBe(false);
	});

	test.each([
		['nothing', undefined],
		['a list', [SIGNATURE]],
		['an empty text', ''],
		['the prefix alone', 'sha256='],
		['half of it', SIGNATURE.slice(0, 40)],
		['more than it', `${SIGNATURE}00`],
		['the wrong algorithm', SIGNATURE.replace('sha256', 'sha512')],
		['one digit changed', SIGNATURE.replace(/.$/, '7')],
		['letters of two bytes', `sha256=${'é'.repeat(64)}`],
	])('is refused: %s', (_what, header) => {
		expect(isSigned(BODY, header, SECRET)).toBe(false);
	});

	test('an empty secret never fits, not even its own signature', () => {
		expect(isSigned(BODY, signatureOf(BODY, ''), '')).toBe(false);
	});

	test('sameText compares texts of any length', () => {
		expect(sameText('geheim', 'geheim')).toBe(true);
		expect(sameText('geheim', 'geheimer')).toBe(false);
		expect(sameText('', 'x')).toBe(false);
	});
});
