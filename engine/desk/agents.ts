/** Who gets the next conversation, pure. */

/** An agent as automatic assignment sees them. */
export interface AgentLoad {
	id: string;
	/** Reception limit: most conversations at the same time; 0 for none. */
	limit: number;
	/** False while they are away: nothing is assigned to them by itself. */
	available: boolean;
	/** Conversations they have now. */
	load: number;
	/** When they got their last one, in UTC milliseconds; null for never. */
	lastAssignedAt: number | null;
}

export const hasRoom = ({ limit, load }: Pick<AgentLoad, 'limit' | 'load'>): boolean => load < limit;

/** At work and willing to take any: with one of these a customer waits in the queue, else for somebody to come. */
export const isAtWork = ({ available, limit }: AgentLoad): boolean => available && limit > 0;

/** How many conversations can be handed out now. */
export function freePlaces(agents: Iterable<AgentLoad>): number {
	let places = 0;
	for (const { available, limit, load } of agents) if (available) places += Math.max(0, limit - load);
	return places;
}

/**
 * The available agent with the most free places; of several the one who has waited longest for work.
 *
 * @param besides an agent who is not to get it
 */
export function pickAgent<Agent extends AgentLoad>(agents: Iterable<Agent>, besides?: string): Agent | null {
	let best: Agent | null = null;
	for (const agent of agents) {
		if (!agent.available || !hasRoom(agent) || agent.id === besides) continue;
		if (best === null || goesBefore(agent, best)) best = agent;
	}
	return best;
}

function goesBefore(one: AgentLoad, other: AgentLoad): boolean {
	const [free, otherFree] = [one.limit - one.load, other.limit - other.load];
	if (free !== otherFree) return free > otherFree;
	return (one.lastAssignedAt ?? Number.NEGATIVE_INFINITY) < (other.lastAssignedAt ?? Number.NEGATIVE_INFINITY);
}
