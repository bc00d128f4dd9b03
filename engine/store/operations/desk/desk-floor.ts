/**
 * The desk while one transaction works on it: agents and conversations, changed in memory by the rules of engine/desk
 * and written at the end. Locks are taken in one order: agents, contacts, conversations, runs. A webhook takes
 * the last three and never an agent, so nobody waits for somebody who waits for them.
 */
import { freePlaces, isAtWork, pickAgent } from '../../../desk/agents';
import { assigned, lined, type Conversation } from '../../../desk/conversation';
import { nearestNames } from '../../../text/nearest-names';
import { StoreRefusal, type AgentView } from '../../contract';
import { headOfLine, holdConversations, insertConversations, newConversationId, updateConversations, type KeptConversation } from '../../sql/conversations';
import { holdAgents, updateAgents } from '../../sql/desk-agents';
import { lockContacts } from '../../sql/lock-rows';
import type { Scope } from '../../sql/scope';
import { deskSequences, type Sequence } from '../../sql/sequences';
import { addTimeline } from '../../sql/timeline';
import { followMoments } from './follow-moments';

export class DeskFloor {
	private readonly conversations = new Map<string, KeptConversation>();
	private readonly changed = new Set<string>();
	/** Those that came into another state, or to another agent. */
	private readonly moved = new Set<string>();
	private readonly fresh = new Set<string>();
	private readonly busier = new Set<string>();
	/** Contacts taken from an agent in this transaction: they do not fall back to them at once. */
	private readonly takenFrom = new Map<string, string>();

	private constructor(
		private readonly scope: Scope,
		readonly agents: Map<string, AgentView>,
		readonly timers: Sequence[],
	) {}

	/** Agents are held from here on; conversations come with `bring`. */
	static async open(scope: Scope): Promise<DeskFloor> {
		const agents = await holdAgents(scope);
		return new DeskFloor(scope, agents, await deskSequences(scope));
	}

	/**
	 * Holds these contacts and their conversations, and of the line as many as can be handed out.
	 *
	 * @param freed places that may become free in this transaction
	 */
	async bring(contactIds: string[], freed: number): Promise<void> {
		const line = await headOfLine(this.scope, freePlaces(this.agents.values()) + freed);
		const all = [...new Set([...contactIds, ...line])];
		await lockContacts(this.scope, all);
		for (const [id, conversation] of await holdConversations(this.scope, all)) this.conversations.set(id, conversation);
	}

	conversationOf(contactId: string): KeptConversation | null {
		return this.conversations.get(contactId) ?? null;
	}

	/** Takes over what a rule of engine/desk made of a conversation. */
	put(contactId: string, conversation: Conversation): KeptConversation {
		const before = this.conversations.get(contactId);
		const kept = { ...conversation, id: before?.id ?? newConversationId(this.scope), contactId };
		if (before?.state === 'assigned' && (kept.state !== 'assigned' || kept.agentId !== before.agentId)) this.relieve(contactId, before.agentId);
		if (kept.state === 'assigned' && (before?.state !== 'assigned' || kept.agentId !== before.agentId)) this.burden(kept.agentId);
		if (!before) this.fresh.add(contactId);
		this.conversations.set(contactId, kept);
		this.changed.add(contactId);
		if (before?.state !== kept.state || before.agentId !== kept.agentId) this.moved.add(contactId);
		return kept;
	}

	private relieve(contactId: string, agentId: string | null): void {
		const agent = this.agents.get(agentId ?? '');
		if (!agent) return;
		agent.load--;
		this.takenFrom.set(contactId, agent.id);
	}

	private burden(agentId: string | null): void {
		const agent = this.agents.get(agentId ?? '');
		if (!agent) return;
		agent.load++;
		agent.lastAssignedAt = this.scope.now;
		this.busier.add(agent.id);
	}

	/** Throws StoreRefusal, with the nearest names, where there is no such agent. */
	agentNamed(name: string): AgentView {
		const wanted = name.trim().toLowerCase();
		const agents = [...this.agents.values()];
		const found = agents.find((agent) => agent.name.toLowerCase() === wanted);
		if (found) return found;
		throw new StoreRefusal(unknownAgent(name, agents.map((agent) => agent.name)));
	}

	get isAnybodyAtWork(): boolean {
		return [...this.agents.values()].some(isAtWork);
	}

	/** Whoever is next in the line goes to whoever has room; the contacts that were assigned. */
	handOut(): string[] {
		const line = [...this.conversations.values()]
			.filter(({ queuedAt }) => queuedAt !== null)
			.sort((a, b) => a.queuedAt! - b.queuedAt! || (a.contactId < b.contactId ? -1 : 1));
		const given: string[] = [];
		for (const waiting of line) {
			const agent = pickAgent(this.agents.values(), this.takenFrom.get(waiting.contactId));
			if (agent) {
				this.put(waiting.contactId, assigned(waiting, agent.id, this.scope.now));
				given.push(waiting.contactId);
			} else if (waiting.state === 'unassigned' && this.isAnybodyAtWork) {
				this.put(waiting.contactId, lined(waiting, 'queued', this.scope.now));
			}
		}
		return given;
	}

	async write(): Promise<void> {
		const changed = [...this.changed].map((id) => this.conversations.get(id)!);
		await insertConversations(this.scope, changed.filter(({ contactId }) => this.fresh.has(contactId)));
		await updateConversations(this.scope, changed.filter(({ contactId }) => !this.fresh.has(contactId)));
		await updateAgents(this.scope, [...this.busier].flatMap((id) => this.agents.get(id) ?? []));
		await addTimeline(this.scope, changed.filter(({ contactId }) => this.moved.has(contactId)).map((one) => ({ contactId: one.contactId, kind: 'conversation', detail: this.tell(one) })));
		await followMoments(this.scope, changed, this.timers);
	}

	private tell({ state, agentId, closedBy }: KeptConversation): string {
		if (state === 'assigned') return `assigned to ${this.agents.get(agentId ?? '')?.name ?? 'an agent'}`;
		return state === 'closed' && closedBy === 'silence' ? 'closed (silence)' : state;
	}
}

function unknownAgent(name: string, names: string[]): string {
	if (names.length === 0) return `There is no agent "${name}", and no other one yet. Save your agents first: resource Agent, operation Create or Update.`;
	const near = nearestNames(name, names);
	const known = (near.length > 0 ? near : names.slice(0, 3)).map((one) => `"${one}"`).join(' or ');
	return `There is no agent "${name}". ${near.length > 0 ? `Did you mean ${known}?` : `There is ${known}.`}`;
}
