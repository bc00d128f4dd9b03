/** The time zone by which a contact's steps are timed, from the rows as they are in the store. */
import { zoneOf } from '../contact/time-zone';
import type { ContactRow } from './sql/rows';
import type { Sequence } from './sql/sequences';

export function zoneOfRow(contact: Pick<ContactRow, 'phone' | 'time_zone'> | undefined, { definition }: Pick<Sequence, 'definition'>): string {
	return zoneOf({ phone: contact?.phone ?? null, timeZone: contact?.time_zone ?? null }, definition.timeZone);
}
