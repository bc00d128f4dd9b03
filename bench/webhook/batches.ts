/** A thousand updates in one POST, one POST after the other: after an outage Meta hands over what has gathered. */
import type { EmulatorAccount } from '../../emulator';
import { median } from '../report';
import { postAll, type Post } from './poster';
import { deliveredPost, messagesPost, type People } from './updates';

/** Updates in one POST. */
export const BATCH = 1_000;

export interface Batches {
	/** Median answer to a POST of a thousand statuses, and to one of a thousand messages of new people, in milliseconds. */
	statusesMs: number;
	messagesMs: number;
	/** POSTs that were not answered with 200. */
	refused: number;
}

/** @param people to whom so many thousand messages were sent as there are POSTs; as many others write */
export async function deliverBatches(address: string, account: EmulatorAccount, people: People, posts: number): Promise<Batches> {
	const deliver = (post: (from: number) => Post) => postAll(address, Array.from({ length: posts }, (_, i) => post(i * BATCH)), 1);
	const statuses = await deliver((from) => deliveredPost(account, people, from, BATCH));
	const messages = await deliver((from) => messagesPost(account, people, from + posts * BATCH, BATCH));
	return { statusesMs: median(statuses.answers), messagesMs: median(messages.answers), refused: statuses.refused + messages.refused };
}
