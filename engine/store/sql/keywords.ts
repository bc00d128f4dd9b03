/** Keywords and the workflows that listen for them. */
import { KEYWORDS_LAPSE_MS, type KeywordClaim, type KeywordOwner, type TakenKeyword } from '../contract';
import { asList, asRows } from '../driver';
import type { Scope } from './scope';

const CLAIM = { keyword: 'text', written: 'text', label: 'text' } as const;

/** Writes what is free or the workflow's own; answers the keywords that were written. */
export async function insertKeywords({ session, account, now }: Scope, owner: KeywordOwner, claims: KeywordClaim[]): Promise<string[]> {
	const batch = asRows(claims.map(({ keyword, written, label }) => ({ keyword, written, label })));
	const rows = await session.all<{ keyword: string }>(
		`INSERT INTO keyword (account, keyword, written, workflow, trigger_node, label, claimed_at)
		SELECT :account, n.keyword, n.written, :workflow, :node, n.label, CAST(:now AS BIGINT) FROM ${session.dialect.rows('batch', CLAIM)} n WHERE 1 = 1
		ON CONFLICT (account, keyword) DO UPDATE SET
			written = excluded.written, trigger_node = excluded.trigger_node, label = excluded.label, claimed_at = excluded.claimed_at
		WHERE keyword.workflow = excluded.workflow
		RETURNING keyword`,
		{ account, now, workflow: owner.workflowId, node: owner.nodeId, batch },
	);
	return rows.map(({ keyword }) => keyword);
}

/** What this trigger brought in; other triggers of its workflow keep theirs. */
export async function deleteKeywordsOf({ session, account }: Scope, { workflowId, nodeId }: KeywordOwner): Promise<void> {
	await session.run('DELETE FROM keyword WHERE account = :account AND workflow = :workflow AND trigger_node = :node', {
		account,
		workflow: workflowId,
		node: nodeId,
	});
}

export async function confirmKeywordsOf({ session, account, now }: Scope, { workflowId, nodeId }: KeywordOwner): Promise<void> {
	await session.run(
		'UPDATE keyword SET claimed_at = :now WHERE account = :account AND workflow = :workflow AND trigger_node = :node AND claimed_at < :now',
		{ account, now, workflow: workflowId, node: nodeId },
	);
}

/** Those of the keywords whose workflow is gone. */
export async function deleteLapsed({ session, account, now }: Scope, keywords: string[]): Promise<void> {
	await session.run(`DELETE FROM keyword WHERE account = :account AND claimed_at < :lapsed AND ${session.dialect.among('keyword', 'wanted')}`, {
		account,
		lapsed: now - KEYWORDS_LAPSE_MS,
		wanted: asList(keywords),
	});
}

/** Whoever has them. */
export async function deleteKeywords({ session, account }: Scope, keywords: string[]): Promise<void> {
	if (keywords.length === 0) return;
	await session.run(`DELETE FROM keyword WHERE account = :account AND ${session.dialect.among('keyword', 'wanted')}`, {
		account,
		wanted: asList(keywords),
	});
}

/** Those of the keywords that another workflow has, in their alphabetical order. */
export async function keywordsOfOthers({ session, account, now }: Scope, workflowId: string, keywords: string[]): Promise<TakenKeyword[]> {
	if (keywords.length === 0) return [];
	return await session.all<TakenKeyword>(
		`SELECT keyword, written, label FROM keyword
		WHERE account = :account AND workflow <> :workflow AND claimed_at >= :lapsed AND ${session.dialect.among('keyword', 'wanted')} ORDER BY keyword`,
		{ account, workflow: workflowId, lapsed: now - KEYWORDS_LAPSE_MS, wanted: asList(keywords) },
	);
}
