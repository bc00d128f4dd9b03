/** Timers that have just been published take in the conversations that are open already. */
import { openAfter, holdConversations } from '../../sql/conversations';
import { lockContacts } from '../../sql/lock-rows';
import type { Scope } from '../../sql/scope';
import { deskSequences } from '../../sql/sequences';
import { followMoments } from './follow-moments';

/** Conversations that one transaction takes along. */
const PART = 500;

/**
 * @param after id of the last conversation seen, '' to begin
 * @returns where the next part begins, null when all are seen
 */
export async function followOpenPart(scope: Scope, after: string): Promise<string | null> {
	const part = await openAfter(scope, after, PART);
	if (part.length === 0) return null;
	const ids = part.map(({ contact_id }) => contact_id);
	await lockContacts(scope, ids);
	const conversations = [...(await holdConversations(scope, ids)).values()];
	await followMoments(scope, conversations.filter(({ state }) => state !== 'closed'), await deskSequences(scope));
	return part.length < PART ? null : part[part.length - 1]!.id;
}
