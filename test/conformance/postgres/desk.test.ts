/** Eight processes work at one desk: 50 agents and 10,000 conversations, all assigned, claimed and closed in a race. */
import { createDatabase, type OwnDatabase } from './own-database';
import { seedOfThisRun } from './seeded';
import { byItsClock, startTeam, type Member } from './team';

jest.setTimeout(300_000);

const PEOPLE = 10_000;
/** 0 to 16 conversations at the same time: 400 together. */
const AGENTS = Array.from({ length: 50 }, (_, n) => ({ name: `agent ${n}`, limit: n % 17 }));

describe('eight processes at one desk', () => {
	let database: OwnDatabase;
	let team: Member[];
	beforeAll(async () => {
		database = await createDatabase();
		team = startTeam(database.url);
		await Promise.all(team.map((member) => member.use('desk')));
	});
	afterAll(async () => {
		await Promise.all(team.map((member) => member.close()));
		await database.drop();
	});

	/** Agents over their limit at this moment: one statement sees one state of the whole desk. */
	const overLimit = () =>
		database.query(
			`SELECT a.name, COUNT(*)::int AS load FROM desk.conversation v JOIN desk.desk_agent a ON a.id = v.agent_id
			WHERE v.state = 'assigned' GROUP BY a.id, a.name, a.reception_limit HAVING COUNT(*) > a.reception_limit`,
		);

	it('never give a conversation to two agents, nor an agent more than the limit, and lose nobody', async () => {
		const seed = seedOfThisRun();
		await team[0]!.call('saveAgents', AGENTS, byItsClock());
		let working = true;
		const work = Promise.all(team.map((member, n) => member.task('desk', { seed: seed + n, first: n, people: PEOPLE, agents: AGENTS.map(({ name }) => name) })));
		void work.finally(() => (working = false)).catch(() => undefined);
		let looks = 0;
		while (working) {
			expect(await overLimit()).toEqual([]);
			looks++;
		}
		const done = await work;

		expect(looks).toBeGreaterThan(10);
		const closed = done.flatMap((one) => one.closed);
		expect([closed.length, new Set(closed).size]).toEqual([PEOPLE, PEOPLE]);
		const claimed = done.flatMap((one) => one.claimed);
		expect([claimed.length > 0, new Set(claimed).size]).toEqual([true, claimed.length]);
		// An agent got each of them exactly once.
		expect(
			await database.query(
				`SELECT times::int, COUNT(*)::int AS people FROM (
					SELECT COUNT(*) AS times FROM desk.timeline_event WHERE detail LIKE 'assigned to %' GROUP BY contact_id
				) each_one GROUP BY times`,
			),
		).toEqual([{ times: 1, people: PEOPLE }]);
	});
});
