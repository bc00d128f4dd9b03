import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../engine/whatsapp/json-shape';

/** The messages of an item: one, those of a burst, or none when it is another event. */
export function messagesOf({ json }: INodeExecutionData): IDataObject[] {
	if (Array.isArray(json.messages)) return json.messages.filter(isRecord) as IDataObject[];
	return isRecord(json.message) ? [json.message as IDataObject] : [];
}
