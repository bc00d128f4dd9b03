/** What can be done at the desk. Whatever the store refuses is told in its words. */
import { DESK_REASONS } from '../../desk/reasons';
import type { ConversationView, DeskAction } from '../../store/contract';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

const words = texts.desk;
const DESK = link('desk');

async function act(visit: Visit, action: DeskAction, told: (conversation: ConversationView | null) => string): Promise<Answer> {
	const { results } = await visit.store.workDesk([{ contact: { id: visit.query.text('id') }, action }], visit.now);
	const { changed, reason, conversation } = results[0]!;
	if (changed) return { kind: 'done', to: DESK, message: told(conversation) };
	return { kind: 'refused', to: DESK, message: DESK_REASONS[reason ?? 'not_open'] };
}

export function claim(visit: Visit): Promise<Answer> {
	const agent = visit.form.text('agent');
	return act(visit, { kind: 'claim', agent }, () => words.claimedNow(agent));
}

export const close = (visit: Visit): Promise<Answer> => act(visit, { kind: 'close' }, () => words.closedNow);

/** To nobody in particular: to whoever else is free. */
export function transfer(visit: Visit): Promise<Answer> {
	const to = visit.form.text('agent') || null;
	return act(visit, { kind: 'transfer', to }, (conversation) => words.transferredNow(conversation?.agent?.name ?? null));
}

export async function setAvailable(visit: Visit): Promise<Answer> {
	const name = visit.query.text('agent');
	const available = visit.query.text('to') === 'back';
	await visit.store.saveAgents([{ name, available }], visit.now);
	return { kind: 'done', to: DESK, message: available ? words.agentBack(name) : words.agentAway(name) };
}
