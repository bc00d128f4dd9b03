/** Phone numbers as E.164 with the plus: without it Meta may put the business's own country in front. */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { oneSpelling } from './one-spelling';

/**
 * The number in E.164, or null when it cannot be one. A number without a country code is read in `country`
 * (ISO, two letters); digits alone, as Meta's webhooks write them, are taken with their country code. A number
 * that is unknown to the numbering plan but came from Meta is better kept than lost, so only its form is checked.
 * Of numbers that WhatsApp spells in two ways it is always the same one, see one-spelling.ts.
 */
export function toE164(input: string, country = ''): string | null {
	const number = readNumber(input, country);
	return number && oneSpelling(number);
}

function readNumber(input: string, country: string): string | null {
	const trimmed = input.trim();
	// Letters would be dropped or read as keypad digits: rather refuse than write to a stranger.
	if (!/^\+?[\d\s().\/-]+$/.test(trimmed)) return null;
	const international = withCountryCode(trimmed, country);
	const parsed = parsePhoneNumberFromString(international ?? trimmed.replace(/^00/, '+'), localCountry(trimmed, country));
	if (parsed?.isPossible()) return parsed.number;
	const digits = trimmed.replace(/\D/g, '');
	const withPlus = parsePhoneNumberFromString(oneSpelling(`+${digits}`));
	if (withPlus?.isPossible()) return withPlus.number;
	return /^\+\d{7,15}$/.test(trimmed) ? trimmed : null;
}

/** ISO country (two letters) of a number in E.164; null for numbers of no country. */
export function countryOf(phone: string): string | null {
	return parsePhoneNumberFromString(phone)?.country ?? null;
}

/**
 * 491701234567 with the country DE: lists often leave out the plus, and read as a local number it would reach a
 * stranger. Local numbers that begin with their own country's code and no zero are hardly ever written.
 */
function withCountryCode(typed: string, country: string): string | null {
	if (!isSupportedCountry(country) || /^(\+|0)/.test(typed)) return null;
	const digits = typed.replace(/\D/g, '');
	if (!digits.startsWith(getCountryCallingCode(country))) return null;
	const international = oneSpelling(`+${digits}`);
	return parsePhoneNumberFromString(international)?.isValid() ? international : null;
}

function localCountry(typed: string, country: string): CountryCode | undefined {
	return /^(\+|00)/.test(typed) || !isSupportedCountry(country) ? undefined : country;
}
