import { createHash, randomBytes } from 'node:crypto';

/**
 * A message id of Meta's form: `wamid.` and base64 of a small record that holds the contact's number and
 * a random part. Nobody should read it, but everybody stores it, so its length and alphabet matter.
 */
export function newWamid(contactPhone: string, direction: 'inbound' | 'outbound'): string {
	const phone = Buffer.from(contactPhone, 'ascii');
	const unique = Buffer.from(randomBytes(9).toString('hex').toUpperCase(), 'ascii');
	const record = Buffer.concat([
		Buffer.from([0x1c, 0x18, phone.length]),
		phone,
		Buffer.from([0x15, 0x02, 0x00, direction === 'outbound' ? 0x11 : 0x12, 0x18, unique.length]),
		unique,
		Buffer.from([0x00]),
	]);
	return 'wamid.' + record.toString('base64');
}

/** The trace id that every Graph error carries. */
export function newTraceId(): string {
	return 'A' + randomBytes(17).toString('base64url').slice(0, 22);
}

/** A Graph object id: 15 or 16 digits. The same seed always gives the same id. */
export function objectId(seed: string): string {
	const digest = createHash('sha256').update(seed).digest();
	return '1' + (digest.readBigUInt64BE(0) % 1_000_000_000_000_000n).toString().padStart(15, '0');
}

/** Country codes by calling prefix, longest first; enough for the numbers people use in demos and tests. */
const COUNTRIES: ReadonlyArray<readonly [string, string]> = [
	['972', 'IL'], ['971', 'AE'], ['966', 'SA'], ['880', 'BD'], ['852', 'HK'], ['420', 'CZ'], ['380', 'UA'], ['353', 'IE'],
	['351', 'PT'], ['254', 'KE'], ['234', 'NG'], ['212', 'MA'], ['94', 'LK'], ['92', 'PK'], ['91', 'IN'], ['90', 'TR'],
	['86', 'CN'], ['84', 'VN'], ['82', 'KR'], ['81', 'JP'], ['66', 'TH'], ['65', 'SG'], ['64', 'NZ'], ['63', 'PH'],
	['62', 'ID'], ['61', 'AU'], ['60', 'MY'], ['58', 'VE'], ['57', 'CO'], ['56', 'CL'], ['55', 'BR'], ['54', 'AR'],
	['52', 'MX'], ['51', 'PE'], ['49', 'DE'], ['48', 'PL'], ['47', 'NO'], ['46', 'SE'], ['45', 'DK'], ['44', 'GB'],
	['43', 'AT'], ['41', 'CH'], ['40', 'RO'], ['39', 'IT'], ['36', 'HU'], ['34', 'ES'], ['33', 'FR'], ['32', 'BE'],
	['31', 'NL'], ['30', 'GR'], ['27', 'ZA'], ['20', 'EG'], ['7', 'RU'], ['1', 'US'],
];

/**
 * The business-scoped user id of a number: `CC.` and digits, the same for the same number.
 * Source: D/business-scoped-user-ids
 */
export function userIdOf(phone: string): string {
	const country = COUNTRIES.find(([prefix]) => phone.startsWith(prefix))?.[1] ?? 'ZZ';
	return country + '.' + objectId('contact ' + phone) + phone.slice(-4);
}

/** `CC.` and up to 128 letters and digits; `CC.ENT.` for a parent id. */
export function isUserId(text: string): boolean {
	return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(text);
}
