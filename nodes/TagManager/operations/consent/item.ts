/** Consent as items show it. */
import type { IDataObject } from 'n8n-workflow';
import type { ConsentEntry, ConsentState, ContactConsent } from '../../../../engine/store/contract';
import { contactItem } from '../../../shared/contact-item';

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const stateItem = ({ allowed, source, at }: ConsentState): IDataObject => ({ allowed, source, at: iso(at) });

export function consentItem({ contact, marketing, utility }: ContactConsent): IDataObject {
	return { contact: contactItem(contact), consent: { marketing: stateItem(marketing), utility: stateItem(utility) } };
}

export const entryItem = ({ at, ...entry }: ConsentEntry): IDataObject => ({ at: iso(at), ...entry });
