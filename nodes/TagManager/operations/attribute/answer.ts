import type { IDataObject } from 'n8n-workflow';

/** All that is kept with the contact after the change. */
export function answerAttributes({ contactId, attributes }: { contactId: string; attributes: Record<string, unknown> }): IDataObject {
	return { contactId, attributes: attributes as IDataObject };
}
