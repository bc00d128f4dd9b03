import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { AREA_ZONES } from '../../../engine/contact/area-zones';
import { COUNTRY_ZONES } from '../../../engine/contact/country-zones';
import { isZone, zoneOf, zoneOfPhone } from '../../../engine/contact/time-zone';

describe('the time zone of a phone number', () => {
	it.each([
		['+491701234567', 'Europe/Berlin'],
		['+447400123456', 'Europe/London'],
		['+919876543210', 'Asia/Kolkata'],
		['+12125550123', 'America/New_York'],
		['+13125550123', 'America/Chicago'],
		['+14805550123', 'America/Phoenix'],
		['+14155550123', 'America/Los_Angeles'],
		['+18085550123', 'Pacific/Honolulu'],
		['+14165550123', 'America/Toronto'],
		['+16045550123', 'America/Vancouver'],
		['+18765550123', 'America/Jamaica'],
		['+5511987654321', 'America/Sao_Paulo'],
		['+5592987654321', 'America/Manaus'],
		['+525512345678', 'America/Mexico_City'],
		['+526641234567', 'America/Tijuana'],
		['+5216641234567', 'America/Tijuana'],
		['+61412345678', 'Australia/Sydney'],
		['+79161234567', 'Europe/Moscow'],
		['+77011234567', 'Asia/Almaty'],
	])('%s is %s', (phone, zone) => {
		expect(zoneOfPhone(phone)).toBe(zone);
	});

	it.each(['', 'nobody', '+', '+999123456789'])('%j is not known', (phone) => {
		expect(zoneOfPhone(phone)).toBeNull();
	});

	it('is known for the mobile numbers of every country', () => {
		const missing = getCountries().filter((country) => {
			const example = getExampleNumber(country, examples);
			return example && zoneOfPhone(example.number) === null;
		});
		expect(missing).toEqual([]);
	});

	it('is answered for any text', () => {
		fc.assert(fc.property(fc.string(), (text) => [null, 'string'].includes(zoneOfPhone(text) === null ? null : 'string')));
	});
});

describe('the tables', () => {
	it('have every country, and zones that exist', () => {
		expect(getCountries().filter((country) => !COUNTRY_ZONES.has(country))).toEqual([]);
		expect([...COUNTRY_ZONES.values()].filter((zone) => !isZone(zone))).toEqual([]);
		expect([...AREA_ZONES.values()].flatMap((areas) => [...areas.values()]).filter((zone) => !isZone(zone))).toEqual([]);
	});

	it('have area codes of one length in each country', () => {
		for (const areas of AREA_ZONES.values()) expect(new Set([...areas.keys()].map(({ length }) => length)).size).toBe(1);
	});
});

describe('the time zone of a contact', () => {
	it.each([
		[{ phone: '+491701234567', timeZone: 'Asia/Tokyo' }, 'Asia/Tokyo'],
		[{ phone: '+491701234567', timeZone: null }, 'Europe/Berlin'],
		[{ phone: '+491701234567', timeZone: 'Nowhere/Land' }, 'Europe/Berlin'],
		[{ phone: null, timeZone: null }, 'America/Lima'],
	])('%j is %s: what was said, else what the number tells, else that of the business', (contact, zone) => {
		expect(zoneOf(contact, 'America/Lima')).toBe(zone);
	});

	it('is UTC when the business has none that exists', () => {
		expect(zoneOf({ phone: null, timeZone: null }, 'Nowhere/Land')).toBe('UTC');
	});
});
