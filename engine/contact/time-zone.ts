/** In which time zone a contact lives: as somebody said, else as their phone number tells, else the business's own. */
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { IANAZone } from 'luxon';
import { AREA_ZONES } from './area-zones';
import type { Contact } from './contact';
import { COUNTRY_ZONES } from './country-zones';
import { Remembered } from './remembered';

/** The zone by which this contact's days, times and windows are counted: always one that exists. */
export function zoneOf(contact: Pick<Contact, 'phone' | 'timeZone'>, fallback: string): string {
	if (contact.timeZone !== null && isZone(contact.timeZone)) return contact.timeZone;
	const inferred = contact.phone === null ? null : zoneOfPhone(contact.phone);
	return inferred ?? (isZone(fallback) ? fallback : 'UTC');
}

/** Whether this is the name of an IANA time zone, such as Europe/Berlin. */
export function isZone(name: string): boolean {
	return askedZones.get(name, () => IANAZone.isValidZone(name));
}

/** Intl takes 50 µs to tell whether a zone exists, which was half of all the work of enrolling and of finishing a step. */
const askedZones = new Remembered<boolean>(1_000);

/**
 * The zone of a number in E.164, by its country and, in countries where it tells more, its area code; null for
 * numbers of no country. People move and keep their number, so an explicit zone always comes first.
 */
export function zoneOfPhone(phone: string): string | null {
	return zoneOfCallingCode(phone) ?? askedNumbers.get(phone, () => zoneOfNumber(phone));
}

/**
 * Each step asks for the zone of the same number three times: when it is claimed, permitted and finished. Room for the batches
 * that are under way, of all sequences of a process; 1 MB of memory.
 */
const askedNumbers = new Remembered<string | null>(10_000);

/** 195 of the 206 calling codes belong to one country in one zone: no need to read the number itself, which takes 30 µs. */
function zoneOfCallingCode(phone: string): string | undefined {
	if (!phone.startsWith('+')) return undefined;
	return CODE_ZONES.get(phone.slice(1, 4)) ?? CODE_ZONES.get(phone.slice(1, 3)) ?? CODE_ZONES.get(phone.slice(1, 2));
}

const CODE_ZONES: ReadonlyMap<string, string> = zonesByCallingCode();

function zonesByCallingCode(): Map<string, string> {
	const zones = new Map<string, string>();
	const shared = new Set<string>();
	for (const country of getCountries()) {
		const code = getCountryCallingCode(country);
		const zone = COUNTRY_ZONES.get(country);
		if (zones.has(code) || AREA_ZONES.has(country) || zone === undefined) shared.add(code);
		else zones.set(code, zone);
	}
	for (const code of shared) zones.delete(code);
	return zones;
}

function zoneOfNumber(phone: string): string | null {
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
