/** Doctor: one item with the summary, and one for each finding, the worst first. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { diagnose } from '../../../../engine/whatsapp/doctor';
import type { Account } from '../../../shared/account';
import { connectionFacts } from '../../../shared/connection-facts';
import type { Answer, Outcome } from '../../batch';

export const description: INodeProperties[] = [];

/** Asked once, however many items come in. */
export async function examine(node: IExecuteFunctions, account: Account, now: number): Promise<Outcome> {
	const { state, summary, findings } = diagnose(await connectionFacts(node, account, now));
	const rows: IDataObject[] = [{ id: 'summary', severity: state, subject: 'Summary', finding: summary, advice: '' }, ...findings.map((finding) => ({ ...finding }))];
	return { answers: rows.map((json): Answer => ({ item: 0, json })), faults: [] };
}
