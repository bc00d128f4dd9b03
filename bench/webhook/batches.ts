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

/**
 * Each POST goes out once n8n has nothing left to do of the one before: its execution of a thousand items is n8n's.
 *
 * @param people to whom so many thousand messages were sent as there are POSTs; as many others write
 * @param executed resolves when so many executions have ended since the first POST
 */
export async function deliverBatches(
	address: string,
	account: EmulatorAccount,
	people: People,
	posts: number,
	executed: (count: number) => Promise<void>,
): Promise<Batches> {
	const statuses: number[] = [];
	const messages: number[] = [];
	let refused = 0;
	const deliver = async (post: Post, answers: number[]): Promise<void> => {
		const posted = await postAll(address, [post], 1);
		answers.push(...posted.answers);
		refused += posted.refused;
	};
	for (let n = 0; n < posts; n++) await deliver(deliveredPost(account, people, n * BATCH, BATCH), statuses);
	for (let n = 0; n < posts; n++) {
		await deliver(messagesPost(account, people, (posts + n) * BATCH, BATCH), messages);
		await executed(n + 1);
	}
	return { statusesMs: median(statuses), messagesMs: median(messages), refused };
}
