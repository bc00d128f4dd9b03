/** One operation of the node: its parameters, and what it does with all items at once. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../shared/account';
import type { Outcome } from '../../shared/batch';
import type { Operation as StoreOperation } from '../../shared/operation';

/** Looks at a connection that may be broken: the credential may lack anything, and the store may not open. */
export interface Examination {
	description: INodeProperties[];
	examine(node: IExecuteFunctions, account: Account, now: number): Promise<Outcome>;
}

export type Operation = StoreOperation | Examination;
