/**
 * Numbers that WhatsApp spells in two ways. Meta takes both when it sends and answers with either ("the extra added
 * prefix of the phone number may be modified", Meta: messages/send-messages), so that one person would be two contacts.
 */

/** Mexico's mobile prefix, which the country gave up in 2019 and WhatsApp ids still have: +52 1 55 … is +52 55 …. */
const MEXICAN_MOBILE = /^\+521(\d{10})$/;

/** Brazil's mobile numbers got a ninth digit in front; accounts from before go by eight. Landlines begin with 2 to 5. */
const BRAZILIAN_MOBILE = /^\+55([1-9]\d)([6-9]\d{7})$/;

/** The number as it is dialled today, whichever way it was spelt. */
export function oneSpelling(phone: string): string {
	return phone.replace(MEXICAN_MOBILE, '+52$1').replace(BRAZILIAN_MOBILE, '+55$19$2');
}
