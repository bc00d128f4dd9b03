/** How much fits into a workflow's static data: n8n reads and writes all of it at every execution. */
import { StoreRefusal } from '../contract';
import type { SqlSession } from '../driver';
import { LIVE } from '../sql/live';

/** People in a sequence at the same time. */
export const MOST_LIVE = 2_000;

/** Characters of the packed state; 2,000 people with two accepted messages each take 590,000 (measured). */
export const LARGEST = 4_000_000;

const COUNT_LIVE = `SELECT COUNT(*) AS n FROM enrollment WHERE ${LIVE}`;

export const tooMany = (): StoreRefusal =>
	new StoreRefusal(
		`The workflow static data holds at most ${MOST_LIVE.toLocaleString('en')} people in sequences at the same time, so nobody of this batch was enrolled. Choose "File of This n8n" or "PostgreSQL" under "Keep Data In" in the credential.`,
	);

async function live(session: SqlSession): Promise<number> {
	const [row] = await session.all<{ n: number }>(COUNT_LIVE);
	return row?.n ?? 0;
}

/** Asked around every transaction, so that no way of enrolling gets past it. */
export const checkCapacity = {
	before: live,
	/** @throws StoreRefusal, which rolls the transaction back */
	after: async (session: SqlSession, before: number): Promise<void> => {
		const now = await live(session);
		if (now > MOST_LIVE && now > before) throw tooMany();
	},
};

/** @param size characters of the packed state */
export function refuseTooLarge(size: number): void {
	if (size < LARGEST) return;
	throw new StoreRefusal(
		'The workflow static data has grown too large for more people, so nobody of this batch was enrolled. Choose "File of This n8n" or "PostgreSQL" under "Keep Data In" in the credential.',
	);
}
