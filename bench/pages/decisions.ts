/** What people decide: reviews, of which most are decided, and the conversations of a desk, of which most are closed. */
import type { AccountStore } from '../../engine/store/contract';
import { ACCOUNT } from '../queues/ours';
import { HOUR_MS, START } from '../scale/loader';
import { idOf } from './history';

const REVIEWS = 100_000;
const CONVERSATIONS = 10_000;
/** One for each digit of an id, by which conversations are given to them. */
const AGENTS = [...'0123456789abcdef'];

/** The id of a review; `n` as that of its run. */
export const reviewOf = (n: number): string => idOf('4', n);

/** Reviews that there are with so many people, a run each. */
export const reviewsAmong = (people: number): number => Math.min(REVIEWS, people);

export async function saveAgents(store: AccountStore): Promise<void> {
	await store.saveAgents(AGENTS.map((digit) => ({ name: `Agent ${digit}`, limit: 20 })), START);
}

/** @param rareId a sequence of which only one review in 4,096 is */
export function* decisions(people: number, sequenceId: string, rareId: string): Generator<string> {
	const at = START + HOUR_MS;
	// Of 256: one waits, one was withdrawn, 32 were rejected.
	const state = (id: string): string =>
		`CASE WHEN substr(${id}, 14) = '00' THEN 'pending' WHEN substr(${id}, 14) = '03' THEN 'withdrawn' WHEN substr(${id}, 15) IN ('1', '2') THEN 'rejected' ELSE 'approved' END`;
	yield `INSERT INTO review (id, account, contact_id, enrollment_id, sequence_id, step, gate, gate_label, shown, label, message, state, silence,
			decided_by, decided_via, decided_at, created_at, changed_at)
		SELECT 'V04' || substr(e.id, 4), e.account, e.contact_id, e.id, CASE WHEN substr(e.id, 13) = 'ff0' THEN '${rareId}' ELSE e.sequence_id END, 'step 1', 'gate', 'Promo / Review Gate',
			'Hello Maria, here is what you asked for.', 'promo (en)', '{"kind":"template","name":"promo","language":"en","variables":{"body.1":"Maria"}}', ${state('e.id')}, 'hold',
			CASE WHEN substr(e.id, 14) = '00' THEN NULL ELSE 'Eva' END, CASE WHEN substr(e.id, 14) = '00' THEN NULL ELSE 'dashboard' END,
			CASE WHEN substr(e.id, 14) = '00' THEN NULL ELSE ${at} END, ${START}, ${at}
		FROM enrollment e WHERE e.sequence_id = '${sequenceId}' AND e.id < '${idOf('2', reviewsAmong(people))}'`;
	// Of 256: 16 stand in the line, 4 have an agent, one is with a bot, and one was opened without being assigned.
	yield `INSERT INTO conversation (id, account, contact_id, state, agent_id, since, opened_at, queued_at, human, last_customer_at, waiting_since, changed_at)
		SELECT 'V05' || substr(c.id, 4), c.account, c.id,
			CASE WHEN substr(c.id, 15) = '1' THEN 'queued' WHEN substr(c.id, 14) IN ('02', '12', '22', '32') THEN 'assigned' WHEN substr(c.id, 14) = '03' THEN 'bot' WHEN substr(c.id, 14) = '04' THEN 'unassigned' ELSE 'closed' END,
			CASE WHEN substr(c.id, 15) = '1' OR substr(c.id, 14) IN ('03', '04') THEN NULL ELSE (SELECT a.id FROM desk_agent a WHERE a.account = c.account AND a.name = 'Agent ' || substr(c.id, 13, 1)) END,
			${at}, ${at}, CASE WHEN substr(c.id, 15) = '1' THEN ${at} END, 0, ${at}, ${at}, ${at}
		FROM contact c WHERE c.account = '${ACCOUNT}' AND c.id < '${idOf('1', Math.min(CONVERSATIONS, people))}'`;
}
