/** What workflows and people do at the desk: open, assign, queue, claim, transfer, answer, close. One transaction for a batch. */
import { hasRoom, pickAgent } from '../../../desk/agents';
import { agentAnswered, assigned, closed, isOpen, lined, opened } from '../../../desk/conversation';
import { momentsOf } from '../../../desk/moments';
import type { DeskReason } from '../../../desk/reasons';
import { SURVEY_OPEN_MS } from '../../../desk/survey';
import type { ContactRef } from '../../../contact/contact';
import type { DeskAction, DeskRequest, DeskWork } from '../../contract';
import { findContacts, resolveContacts } from '../../sql/contacts';
import { lastHumanOf, viewsOfConversations, type KeptConversation } from '../../sql/conversations';
import type { ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { DeskFloor } from './desk-floor';

/** These begin a conversation where there is none, and make the contact known. */
const OPENING = new Set<DeskAction['kind']>(['open', 'assign', 'queue']);

export async function workDesk(scope: Scope, requests: DeskRequest[]): Promise<DeskWork> {
	const floor = await DeskFloor.open(scope);
	for (const { action } of requests) checkAgents(floor, action);
	const known = await findContacts(scope, requests.map(({ contact }) => contact));
	await floor.bring(known.flatMap((row) => row?.id ?? []), requests.length);
	const contacts = await meet(scope, requests, known);
	const humans = await lastHumanOf(scope, contacts.flatMap((row) => (row && !floor.conversationOf(row.id) ? [row.id] : [])));
	const hands = new Hands(scope, floor, humans);
	const reasons = requests.map((request, i) => (contacts[i] ? hands.obey(request, contacts[i]) : ('not_open' as const)));
	const given = floor.handOut();
	await floor.write();
	const asked = new Set(contacts.flatMap((row) => row?.id ?? []));
	const views = await viewsOfConversations(scope, [...new Set([...asked, ...given])]);
	return {
		results: reasons.map((reason, i) => ({ changed: reason === null, reason, conversation: views.get(contacts[i]?.id ?? '') ?? null })),
		next: given.filter((id) => !asked.has(id)).map((id) => views.get(id)!),
	};
}

function checkAgents(floor: DeskFloor, action: DeskAction): void {
	if (action.kind === 'claim') floor.agentNamed(action.agent);
	if (action.kind === 'transfer' && action.to !== null) floor.agentNamed(action.to);
}

/** Who is new is created only for what begins a conversation. */
async function meet(scope: Scope, requests: DeskRequest[], known: Array<ContactRow | null>): Promise<Array<ContactRow | null>> {
	const opening = requests.flatMap(({ action, contact }, i): Array<{ i: number; contact: ContactRef }> => (OPENING.has(action.kind) ? [{ i, contact }] : []));
	const met = await resolveContacts(scope, opening.map(({ contact }) => contact));
	const contacts = [...known];
	opening.forEach(({ i }, n) => (contacts[i] = met[n]!));
	return contacts;
}

/** Carries out one request after the other; answers why not, or null. */
class Hands {
	constructor(
		private readonly scope: Scope,
		private readonly floor: DeskFloor,
		private readonly lastHuman: ReadonlyMap<string, number | null>,
	) {}

	obey({ action, messageId }: DeskRequest, contact: ContactRow): DeskReason | null {
		const now = this.scope.now;
		const kept = this.floor.conversationOf(contact.id);
		if (OPENING.has(action.kind) && messageId !== undefined && kept?.surveyMessageId === messageId) return 'survey_answer';
		switch (action.kind) {
			case 'open':
				if (isOpen(kept)) return 'already_open';
				this.floor.put(contact.id, this.begin(contact, kept, action.for === 'bot' ? 'bot' : 'unassigned'));
				return null;
			case 'assign':
				return this.line(contact, kept, this.floor.isAnybodyAtWork ? 'queued' : 'unassigned');
			case 'queue':
				return this.line(contact, kept, 'queued');
			case 'claim':
				return this.claim(contact, kept, action.agent);
			case 'transfer':
				return this.transfer(contact, kept, action.to);
			case 'answered':
				if (!isOpen(kept)) return 'not_open';
				this.floor.put(contact.id, agentAnswered(kept!, action.at));
				return null;
			case 'close':
				if (!isOpen(kept)) return 'not_open';
				if (action.silentSince !== undefined && !isSilentSince(kept!, action.silentSince)) return 'not_silent';
				this.floor.put(contact.id, closed(kept!, action.silentSince === undefined ? 'closed' : 'silence', this.surveyUntil, now));
				return null;
		}
	}

	private begin(contact: ContactRow, kept: KeptConversation | null, state: 'bot' | 'unassigned') {
		const lastAgentAt = kept?.lastAgentAt ?? this.lastHuman.get(contact.id) ?? null;
		return opened(state, { lastCustomerAt: contact.last_inbound_at, lastAgentAt }, this.scope.now);
	}

	private line(contact: ContactRow, kept: KeptConversation | null, state: 'queued' | 'unassigned'): DeskReason | null {
		if (kept?.state === 'assigned') return 'already_assigned';
		if (kept?.state === 'queued' || (kept?.state === state && kept.queuedAt !== null)) return 'already_queued';
		const open = isOpen(kept) ? kept! : this.begin(contact, kept, 'unassigned');
		this.floor.put(contact.id, lined(open, state, this.scope.now));
		return null;
	}

	private claim(contact: ContactRow, kept: KeptConversation | null, name: string): DeskReason | null {
		const agent = this.floor.agentNamed(name);
		// Whoever comes late must not open anew what another agent has done with.
		if (!kept || !isOpen(kept)) return 'not_open';
		if (kept.state === 'assigned') return kept.agentId === agent.id ? 'already_assigned' : 'taken';
		if (!hasRoom(agent)) return 'agent_full';
		this.floor.put(contact.id, assigned(kept, agent.id, this.scope.now));
		return null;
	}

	private transfer(contact: ContactRow, kept: KeptConversation | null, to: string | null): DeskReason | null {
		if (!isOpen(kept)) return 'not_open';
		if (kept!.state !== 'assigned' && to === null) return 'not_assigned';
		const agent = to === null ? pickAgent(this.floor.agents.values(), kept!.agentId ?? undefined) : this.floor.agentNamed(to);
		if (!agent) {
			this.floor.put(contact.id, lined(kept!, 'queued', this.scope.now));
			return null;
		}
		if (kept!.agentId === agent.id) return 'already_assigned';
		if (!hasRoom(agent)) return 'agent_full';
		this.floor.put(contact.id, assigned(kept!, agent.id, this.scope.now));
		return null;
	}

	/** While a survey is published, an answer to it is listened for. */
	private get surveyUntil(): number | null {
		const asks = this.floor.timers.some(({ open, definition }) => open && definition.moment === 'survey' && definition.survey);
		return asks ? this.scope.now + SURVEY_OPEN_MS : null;
	}
}

function isSilentSince(conversation: KeptConversation, instant: number): boolean {
	const moments = momentsOf(conversation);
	return (moments.get('silent') ?? moments.get('bot_silent')) === instant;
}
