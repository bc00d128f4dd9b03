/** In which time zone a contact lives: as somebody said, else as their phone number tells, else the business's own. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { IANAZone } from 'luxon';
import { AREA_ZONES } from './area-zones';
import type { Contact } from './contact';
import { COUNTRY_ZONES } from './country-zones';

/** The zone by which this contact's days, times and windows are counted: always one that exists. */
export function zoneOf(contact: Pick<Contact, 'phone' | 'timeZone'>, fallback: string): string {
	if (contact.timeZone !== null && isZone(contact.timeZone)) return contact.timeZone;
	const inferred = contact.phone === null ? null : zoneOfPhone(contact.phone);
	return inferred ?? (isZone(fallback) ? fallback : 'UTC');
}

/** Whether this is the name of an IANA time zone, such as Europe/Berlin. */
export function isZone(name: string): boolean {
	return IANAZone.isValidZone(name);
}

/**
 * The zone of a number in E.164, by its country and, in countries where it tells more, its area code; null for
 * numbers of no country. People move and keep their number, so an explicit zone always comes first.
 */
export function zoneOfPhone(phone: string): string | null {
	const parsed = parsePhoneNumberFromString(phone);
	if (!parsed) return null;
	// Where several countries share a code and the number does not tell, the first is the largest: +44 is Britain.
	const country = parsed.country ?? parsed.getPossibleCountries()[0];
	if (country === undefined) return null;
	const zone = areaZone(country, parsed.nationalNumber) ?? COUNTRY_ZONES.get(country) ?? null;
	return zone !== null && isZone(zone) ? zone : null;
}

function areaZone(country: string, nationalNumber: string): string | undefined {
	const areas = AREA_ZONES.get(country);
	if (!areas) return undefined;
	const [code = ''] = areas.keys();
	return areas.get(significant(country, nationalNumber).slice(0, code.length));
}

/** WhatsApp still writes the 1 that Mexican mobile numbers had behind +52 until 2019. */
function significant(country: string, nationalNumber: string): string {
	return country === 'MX' && nationalNumber.length === 11 ? nationalNumber.replace(/^1/, '') : nationalNumber;
}
