/** The workflows in examples/, as n8n imports them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowJson } from '../../../scripts/n8n/rest-types';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples');

export const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

export const textOf = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');
export const workflowOf = (file: string): WorkflowJson => JSON.parse(textOf(file)) as WorkflowJson;

export const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';

/** The nodes that a connection leads from and to. */
export function linksOf({ nodes, connections }: WorkflowJson): Array<{ from: INode; to: INode }> {
	const named = (name: string): INode => nodes.find((node) => node.name === name)!;
	return Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((output) => (output ?? []).map(({ node }) => ({ from: named(from), to: named(node) }))),
	);
}
