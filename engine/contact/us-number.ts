/** Numbers to which Meta has not delivered marketing templates since 2025-04-01 (Meta: templates/marketing-templates/per-user-limits). */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { Remembered } from './remembered';

/** True for +1 with an area code of the United States; Canada and the Caribbean share the +1 and are not meant. */
export function isUsNumber(phone: string | null): boolean {
	return phone !== null && phone.startsWith('+1') && asked.get(phone, () => parsePhoneNumberFromString(phone)?.country === 'US');
}

/** 30 µs each to tell among the 25 countries of +1; asked for once in each step. */
const asked = new Remembered<boolean>(10_000);
