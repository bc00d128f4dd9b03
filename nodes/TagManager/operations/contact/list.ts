/** List: all contacts of the number, newest first. */
import { updateDisplayOptions } from 'n8n-workflow';
import type { Batch, Outcome } from '../../../shared/batch';
import { limitFields } from '../../../shared/list-pages';
import { listContactsFor } from '../../list-contacts';

export const description = updateDisplayOptions({ show: { resource: ['contact'], operation: ['list'] } }, limitFields);

export const execute = (batch: Batch): Promise<Outcome> => listContactsFor(batch, () => ({}));
