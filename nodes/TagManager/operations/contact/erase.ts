/** Erase: deletes everything that the store holds of a contact. */
import { updateDisplayOptions } from 'n8n-workflow';
import { erasePerson, erasureFields } from '../../../shared/person-data';

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['erase'] } }, erasureFields);

export const execute = erasePerson;
