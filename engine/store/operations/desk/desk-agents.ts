/** Agents come, change their limits, go away and leave. Whoever makes room takes from the line at once. */
import { isAtWork } from '../../../desk/agents';
import { lined } from '../../../desk/conversation';
import { StoreRefusal, type AgentRequest, type AgentView, type SavedAgent } from '../../contract';
import { newId } from '../../ids';
import { contactsOfAgents } from '../../sql/conversations';
import { deleteAgents, insertAgents, updateAgents } from '../../sql/desk-agents';
import type { Scope } from '../../sql/scope';
import { DeskFloor } from './desk-floor';

/** What a new agent takes when nobody says otherwise. */
export const USUAL_LIMIT = 5;

const LONGEST_NAME = 100;

/** Of the line that learns, in one transaction, that agents are at work again. Longer ones learn it as the line moves. */
const TOLD_AT_ONCE = 1000;

export async function saveAgents(scope: Scope, requests: AgentRequest[]): Promise<SavedAgent[]> {
	requests.forEach(check);
	const floor = await DeskFloor.open(scope);
	const wereAtWork = floor.isAnybodyAtWork;
	const created = new Set<string>();
	const touched = new Set<string>();
	const ids = requests.map((request) => {
		const agent = knownAgent(floor, request.name) ?? newAgent(scope, request.name.trim());
		if (!floor.agents.has(agent.id)) created.add(agent.id);
		if (request.limit !== undefined) agent.limit = request.limit;
		if (request.available !== undefined) agent.available = request.available;
		if (request.address !== undefined) agent.address = request.address.trim() || null;
		floor.agents.set(agent.id, agent);
		touched.add(agent.id);
		return agent.id;
	});
	const saved = [...touched].map((id) => floor.agents.get(id)!);
	await insertAgents(scope, saved.filter(({ id }) => created.has(id)));
	await updateAgents(scope, saved.filter(({ id }) => !created.has(id)));
	await floor.bring([], !wereAtWork && saved.some(isAtWork) ? TOLD_AT_ONCE : 0);
	floor.handOut();
	await floor.write();
	return ids.map((id) => ({ ...floor.agents.get(id)!, created: created.has(id) }));
}

function check({ name, limit }: AgentRequest): void {
	if (name.trim() === '') throw new StoreRefusal('The name of an agent is empty. Fill it in.');
	if (name.trim().length > LONGEST_NAME) throw new StoreRefusal(`The name of an agent is longer than ${LONGEST_NAME} characters. Write a shorter one.`);
	if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) throw new StoreRefusal(`The reception limit of "${name.trim()}" must be a whole number, 0 or more.`);
}

function knownAgent({ agents }: DeskFloor, name: string): AgentView | undefined {
	const wanted = name.trim().toLowerCase();
	return [...agents.values()].find((agent) => agent.name.toLowerCase() === wanted);
}

function newAgent({ now }: Scope, name: string): AgentView {
	return { id: newId(now), name, address: null, limit: USUAL_LIMIT, available: true, load: 0, lastAssignedAt: null };
}

/** Their conversations go back into the line, at the place of their beginning. False where there was no such agent. */
export async function removeAgents(scope: Scope, names: string[]): Promise<boolean[]> {
	const floor = await DeskFloor.open(scope);
	const leaving = names.map((name) => knownAgent(floor, name));
	const ids = [...new Set(leaving.flatMap((agent) => agent?.id ?? []))];
	if (ids.length === 0) return names.map(() => false);
	const theirs = await contactsOfAgents(scope, ids);
	await floor.bring(theirs, theirs.length);
	for (const id of ids) floor.agents.delete(id);
	for (const contactId of theirs) {
		const conversation = floor.conversationOf(contactId)!;
		floor.put(contactId, { ...lined(conversation, floor.isAnybodyAtWork ? 'queued' : 'unassigned', scope.now), queuedAt: conversation.openedAt });
	}
	floor.handOut();
	await floor.write();
	await deleteAgents(scope, ids);
	return leaving.map((agent) => agent !== undefined);
}
