/** A workflow takes the keywords that it listens for, all of them or none. */
import { StoreRefusal, type KeywordClaim, type KeywordOwner, type TakenKeyword } from '../../contract';
import { deleteKeywords, deleteKeywordsOf, deleteLapsed, insertKeywords, keywordsOfOthers } from '../../sql/keywords';
import type { Scope } from '../../sql/scope';

export async function claimKeywords(scope: Scope, owner: KeywordOwner, claims: KeywordClaim[]): Promise<void> {
	// Each once, and in one order: two workflows that claim at the same time wait for each other at the same keyword.
	const byKeyword = new Map(claims.map((claim) => [claim.keyword, claim]));
	const wanted = [...byKeyword.values()].sort((a, b) => (a.keyword < b.keyword ? -1 : 1));
	await deleteKeywordsOf(scope, owner);
	await deleteKeywords(scope, wanted.flatMap(({ keyword, takeOver }) => (takeOver ? [keyword] : [])));
	if (wanted.length === 0) return;
	await deleteLapsed(scope, wanted.map(({ keyword }) => keyword));
	const written = new Set(await insertKeywords(scope, owner, wanted));
	const missing = wanted.flatMap(({ keyword }) => (written.has(keyword) ? [] : [keyword]));
	const [first, ...others] = await keywordsOfOthers(scope, owner.workflowId, missing);
	if (first) throw new StoreRefusal(takenSentence(first, others.length));
}

/** @param others how many more are taken */
export function takenSentence({ written, label }: TakenKeyword, others: number): string {
	const more = others === 0 ? '' : `, and ${others} more of these keywords ${others === 1 ? 'is' : 'are'} taken, too`;
	return `The keyword "${written}" on this WhatsApp number belongs to ${label}${more}. Choose another word, unpublish that workflow, or allow Take Over Keywords in the options of Keyword Match.`;
}
