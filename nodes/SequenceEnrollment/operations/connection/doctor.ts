/** Doctor: one item with the summary, and one for each finding, the worst first. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { diagnose } from '../../../../engine/whatsapp/doctor';
import type { Account } from '../../../shared/account';
import { connectionFacts } from '../../../shared/connection-facts';
import type { Answer, Outcome } from '../../batch';

export const description: INodeProperties[] = [];

type Row = Record<'severity' | 'finding' | 'advice' | 'subject' | 'id', string>;

/** Asked once, however many items come in. */
export async function examine(node: IExecuteFunctions, account: Account, now: number): Promise<Outcome> {
	const { state, summary, findings } = diagnose(await connectionFacts(node, account, now));
	const all = [{ id: 'summary', severity: state, subject: 'Summary', finding: summary, advice: findings[0]?.advice ?? '' }, ...findings];
	return { answers: all.map((finding): Answer => ({ item: 0, json: rowOf(finding) })), faults: [] };
}

/** In the order in which a table is read: what is wrong and what to do, then what it is about. */
function rowOf({ severity, finding, advice, subject, id }: Row): IDataObject {
	return { severity, finding, advice: advice || 'Nothing to do', subject, id };
}
