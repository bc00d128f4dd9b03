/** The desk at a glance: who is there, who waits, and who has whom. */
import { hasRoom } from '../../desk/agents';
import type { AgentView, ConversationView } from '../../store/contract';
import { personLink } from '../contact/person';
import { actionButton, cutPage, form, instant, nextPage, PAGE_SIZE, table, type Column } from '../elements';
import { foreign, html, type Html } from '../html';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

const words = texts.desk;

/** Of the line; who stands further behind is shown as it moves. */
const SHOWN_OF_LINE = 50;

export async function overview(visit: Visit): Promise<Answer> {
	const { store, query } = visit;
	const agents = await store.listAgents();
	const line = await store.listConversations({ show: 'line' }, { limit: SHOWN_OF_LINE });
	const after = query.text('after');
	const read = await store.listConversations({ show: 'beside_line' }, { limit: PAGE_SIZE + 1, ...(after === '' ? {} : { after }) });
	const others = cutPage(read, ({ id }) => id);
	const body = html`<h2>${words.agents}</h2>
${agents.length === 0 ? html`<p>${words.noAgents}</p>` : agentTable(visit, agents)}
<h2>${words.waiting}</h2>
${line.length === 0 ? html`<p>${words.nobodyWaits}</p>` : table<ConversationView>(words.waitingCaption, [placeColumn, ...columns(visit, agents).filter(({ head }) => head !== words.agent)], line)}
<h2>${words.open}</h2>
${others.rows.length === 0 ? html`<p>${words.nothingOpen}</p>` : table<ConversationView>(words.openCaption, columns(visit, agents), others.rows)}${nextPage('desk', {}, others.after)}`;
	return { kind: 'page', title: words.title, body };
}

function agentTable(visit: Visit, agents: AgentView[]): Html {
	return table<AgentView>(
		words.agentsCaption,
		[
			{ head: words.name, cell: ({ name }) => foreign(name) },
			{ head: words.load, number: true, cell: ({ load, limit }) => words.loadOf(load, limit) },
			{ head: words.there, cell: ({ available }) => (available ? words.yes : words.away) },
			{
				head: words.actions,
				cell: ({ name, available }) =>
					actionButton(visit, 'desk/available', { agent: name, to: available ? 'away' : 'back' }, available ? words.goAway : words.comeBack),
			},
		],
		agents,
	);
}

const TONE: Record<ConversationView['state'], string> = { bot: '', unassigned: 'bad', queued: 'warn', assigned: 'good', closed: '' };

const placeColumn: Column<ConversationView> = { head: words.place, cell: ({ position }) => String(position ?? '–') };

function columns(visit: Visit, agents: AgentView[]): Array<Column<ConversationView>> {
	return [
		{ head: words.person, cell: ({ contact }) => personLink(contact) },
		{ head: words.state, cell: ({ state }) => html`<span class="mark ${TONE[state]}">${words.states[state]}</span>` },
		{ head: words.agent, cell: ({ agent }) => (agent === null ? '–' : foreign(agent.name)) },
		{ head: words.since, cell: ({ since }) => instant(since, visit) },
		{ head: words.unanswered, cell: ({ waitingSince }) => instant(waitingSince, visit) },
		{ head: words.actions, cell: (conversation) => actionsOf(visit, conversation, agents) },
	];
}

const isFree = (agent: AgentView): boolean => agent.available && hasRoom(agent);

function actionsOf(visit: Visit, { contact, state, agent }: ConversationView, agents: AgentView[]): Html {
	const close = actionButton(visit, 'desk/close', { id: contact.id }, words.close);
	const others = agents.filter(({ name }) => name !== agent?.name);
	// Whoever can take it stands first.
	const ranked = [...others].sort((one, other) => Number(isFree(other)) - Number(isFree(one)));
	const options = ranked.map((other) => html`<option value="${other.name}">${words.agentOf(other.name, other.load, other.limit)}</option>`);
	if (state === 'assigned') {
		const anybody = html`<option value="">${words.whoeverIsFree}</option>`;
		const choice = html`<select name="agent" aria-label="${words.transferTo}">${[anybody, ...options]}</select><button>${words.transfer}</button>`;
		return html`${form(visit, { action: 'desk/transfer', fields: { id: contact.id }, className: 'inline', content: choice })} ${close}`;
	}
	if (agents.length === 0) return close;
	const choice = html`<select name="agent" aria-label="${words.claimFor}">${options}</select><button>${words.claim}</button>`;
	return html`${form(visit, { action: 'desk/claim', fields: { id: contact.id }, className: 'inline', content: choice })} ${close}`;
}
