/** An event of a contact's timeline as items show it. */
import type { IDataObject } from 'n8n-workflow';
import { explain } from '../../engine/sequence/reason';
import type { TimelineEntry } from '../../engine/store/contract';

export function timelineItem({ at, kind, sequence, step, reason, detail }: TimelineEntry): IDataObject {
	return { at: new Date(at).toISOString(), kind, sequence, step, reason, explanation: reason ? explain(reason) : null, detail };
}
