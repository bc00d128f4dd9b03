/** Several messages of one person as one item. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { record, text } from '../../engine/whatsapp/json-shape';
import type { OutgoingItem } from './apply-together';
import type { TriggerOptions } from './parameters';

/** Whoever writes more than this in one go is answered in between. */
export const MOST_IN_BURST = 50;

const DEFAULT_LONGEST_S = 60;

export interface BurstTimes {
	quietMs: number;
	longestMs: number;
}

/** Null when each message is to be an item of its own. */
export function burstTimes({ quietSeconds = 0, longestSeconds = DEFAULT_LONGEST_S }: TriggerOptions): BurstTimes | null {
	if (!(quietSeconds > 0)) return null;
	return { quietMs: quietSeconds * 1000, longestMs: Math.max(quietSeconds, longestSeconds) * 1000 };
}

/** Whose message it is. */
export function contactOf({ item }: OutgoingItem): string {
	return text(record(item.json.contact).id);
}

/**
 * The last message, with the texts of all as its text, so that a keyword in any of them is found; the messages as they
 * came are in `messages`. What any of them brought (first contact, ended enrollments) the item has, too.
 */
export function mergeBurst(items: OutgoingItem[]): OutgoingItem {
	const ordered = [...items].sort((a, b) => sentAt(a) - sentAt(b));
	const all = ordered.map(({ item }) => item.json);
	const messages = all.map(({ message }) => message as IDataObject);
	const last = all.at(-1)!;
	const joined = messages.map((message) => text(message.text)).filter((words) => words !== '').join('\n');
	const json: IDataObject = {
		...Object.assign({}, ...all),
		...last,
		message: { ...(last.message as IDataObject), text: joined, payload: messages.findLast(({ payload }) => payload !== null)?.payload ?? null },
		messages,
		isFirstContact: all.some(({ isFirstContact }) => isFirstContact === true),
		previousMessageAt: all[0]?.previousMessageAt ?? null,
		endedEnrollments: all.flatMap(({ endedEnrollments }) => (endedEnrollments as IDataObject[] | undefined) ?? []),
	};
	const item: INodeExecutionData = { json };
	return { item, wamids: ordered.flatMap(({ wamids }) => wamids) };
}

function sentAt({ item }: OutgoingItem): number {
	return Date.parse(text(record(item.json.message).at)) || 0;
}
