/** One operation of a node: its parameters, and what it does with all items at once. */
import type { INodeProperties } from 'n8n-workflow';
import type { Batch, Outcome } from './batch';

export interface Operation {
	description: INodeProperties[];
	execute(batch: Batch): Promise<Outcome>;
}

export interface Resource {
	/** By the value of the parameter Operation. */
	operations: Record<string, Operation>;
	/** The parameter Operation of the resource. */
	choice: INodeProperties;
}
