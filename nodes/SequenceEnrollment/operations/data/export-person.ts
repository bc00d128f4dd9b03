/** Export Person: everything that the store holds of a contact, to be handed out to them. */
import { updateDisplayOptions } from 'n8n-workflow';
import { contactFields } from '../../../shared/contact-fields';
import { exportPerson } from '../../../shared/person-data';

export const description = updateDisplayOptions({ show: { resource: ['data'], operation: ['exportPerson'] } }, contactFields);

export const execute = exportPerson;
