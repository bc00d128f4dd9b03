/** Phone numbers as E.164 with the plus: without it Meta may put the business's own country in front. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

/**
 * The number in E.164, or null when it cannot be one. A number without a country code is read in `country`
 * (ISO, two letters); digits alone, as Meta's webhooks write them, are taken with their country code. A number
 * that is unknown to the numbering plan but came from Meta is better kept than lost, so only its form is checked.
 */
export function toE164(input: string, country = ''): string | null {
	const trimmed = input.trim();
	// Letters would be dropped or read as keypad digits: rather refuse than write to a stranger.
	if (!/^\+?[\d\s().\/-]+$/.test(trimmed)) return null;
	const local = /^\+|^00/.test(trimmed) ? undefined : (country as CountryCode) || undefined;
	const parsed = parsePhoneNumberFromString(trimmed.replace(/^00/, '+'), local);
	if (parsed?.isPossible()) return parsed.number;
	const digits = trimmed.replace(/\D/g, '');
	const withPlus = parsePhoneNumberFromString(`+${digits}`);
	if (withPlus?.isPossible()) return withPlus.number;
	return /^\+\d{7,15}$/.test(trimmed) ? trimmed : null;
}
