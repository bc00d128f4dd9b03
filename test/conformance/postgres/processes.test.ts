/** Eight processes with wrong clocks share one PostgreSQL store: what must hold for n8n's queue mode. */
import fc from 'fast-check';
import { openPostgres } from '../../../engine/store/postgres/postgres-driver';
import { sqlStore } from '../../../engine/store/sql-store';
import type { WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import { MOST_EVENTS, play, story } from '../behaviours/webhook-replay';
import { definition, enrollRequest, owner, person, step } from '../builders';
import { emptied } from '../crashes/dump';
import type { OpenedStore } from '../store-under-test';
import { heldStep, sendRequest } from '../verbs';
import { createDatabase, type OwnDatabase } from './own-database';
import { Seeded, seedOfThisRun } from './seeded';
import { byItsClock, Member, SKEWS, startTeam } from './team';

jest.setTimeout(120_000);

/** Of each process, one deed each. */
const ROUNDS = 25;
const LEASE_MS = 60_000;
/** For tests that wait for its end. */
const SHORT_LEASE_MS = 1_500;

describe('eight processes with clocks up to two minutes off', () => {
	let database: OwnDatabase;
	let team: Member[];
	let seed: number;
	let schema: string;
	let schemas = 0;
	beforeAll(async () => {
		seed = seedOfThisRun();
		database = await createDatabase();
		team = startTeam(database.url);
	});
	afterAll(async () => {
		await Promise.all(team.map((member) => member.close()));
		await database.drop();
	});
	beforeEach(async () => {
		schema = `test_${++schemas}`;
		// All at once: one of them migrates, the others wait.
		await Promise.all(team.map((member) => member.use(schema)));
	});

	const publish = async (more = {}): Promise<string> =>
		(await team[0]!.call('publishSequence', definition({ steps: [step('hello'), step('offer'), step('bye')], ...more }), owner(), byItsClock())).id;
	const enroll = (people: number): Promise<unknown> =>
		team[1]!.call('enroll', Array.from({ length: people }, (_, n) => enrollRequest(person(n))), byItsClock());
	const claimBy = (member: Member, sequenceId: string, leaseMs = LEASE_MS) =>
		member.call('claimDue', { sequenceId, owner: member.settings.name, limit: 1000, leaseMs }, byItsClock());

	it('claim each due step once and send every message once', async () => {
		const people = 200;
		const id = await publish();
		await enroll(people);

		const work = team.map((member, n) => member.task('drain', { sequenceId: id, seed: seed + n, leaseMs: LEASE_MS }));
		const taken = (await Promise.all(work)).flat();

		expect(new Set(taken.map(({ enrollmentId, step: name }) => `${enrollmentId} ${name}`)).size).toBe(people * 3);
		expect(taken).toHaveLength(people * 3);
		expect(taken.filter(({ attempts }) => attempts !== 1)).toEqual([]);
		expect(await database.query(`SELECT state, COUNT(*)::int AS people FROM ${schema}.enrollment GROUP BY state`)).toEqual([{ state: 'completed', people }]);
		expect(await database.query(`SELECT state, posts::int, COUNT(*)::int AS sends FROM ${schema}.send GROUP BY state, posts`)).toEqual([
			{ state: 'accepted', posts: 1, sends: people * 3 },
		]);
	});

	it('are handed every event of a sequence once, and again what a dead process had', async () => {
		const people = 120;
		const { id } = await team[0]!.call('publishSequence', definition(), { ...owner(), events: ['enrolled', 'exited'] }, byItsClock());
		await Promise.all(team.map((member, n) => member.call('enroll', Array.from({ length: people }, (_, p) => enrollRequest(person(p), n % 2 ? { reentry: 'restart' } : {})), byItsClock())));
		const dying = new Member({ connectionString: database.url, name: 'dying', skewMs: -60_000 });
		await dying.use(schema);
		const lost = await dying.call('claimEvents', { sequenceId: id, owner: 'dying', limit: 20, leaseMs: SHORT_LEASE_MS }, byItsClock());
		await dying.kill();

		const taken: string[] = [];
		const take = async (member: Member): Promise<void> => {
			while ((await member.call('nextEventAt', id)) !== null) {
				const { lease, events } = await member.call('claimEvents', { sequenceId: id, owner: member.settings.name, limit: 7, leaseMs: LEASE_MS }, byItsClock());
				taken.push(...events.map((event) => event.id));
				await member.call('acknowledgeEvents', lease, byItsClock());
			}
		};
		await Promise.all(team.map(take));

		const [changes] = (await database.query(`SELECT COUNT(*)::int AS begun, COUNT(ended_at)::int AS ended FROM ${schema}.enrollment`)) as Array<{ begun: number; ended: number }>;
		expect(new Set(taken).size).toBe(taken.length);
		expect(taken).toHaveLength(changes!.begun + changes!.ended);
		expect(taken).toEqual(expect.arrayContaining(lost.events.map((event) => event.id)));
	});

	it('leave a lease alone until it ends by the clock of the database, and take over then what a dead process left', async () => {
		const id = await publish();
		await enroll(30);
		const dying = new Member({ connectionString: database.url, name: 'dying', skewMs: 120_000 });
		await dying.use(schema);
		const claim = await claimBy(dying, id, SHORT_LEASE_MS);
		const begun = claim.steps.slice(0, 10).map((_, n) => sendRequest(heldStep(claim, n)));
		await dying.call('beginSends', begun, byItsClock());
		await dying.kill();

		const early = await Promise.all(team.map((member) => claimBy(member, id)));
		const ends = await team[0]!.call('nextDueAt', id);
		const left = await eventually(async () => (await Promise.all(team.map((member) => claimBy(member, id)))).filter(({ steps, settled }) => steps.length + settled > 0));
		const tookOverAt = Date.now();

		expect(early.flatMap(({ steps }) => steps)).toEqual([]);
		expect(tookOverAt).toBeGreaterThanOrEqual(ends!);
		expect(left.flatMap(({ steps }) => steps.map(({ enrollment }) => enrollment.attempts))).toEqual(Array<number>(20).fill(2));
		expect(await database.query(`SELECT state, COUNT(*)::int AS sends FROM ${schema}.send GROUP BY state`)).toEqual([{ state: 'unconfirmed', sends: 10 }]);
	});

	it('refuse everything that a stalled process writes late, but for the answer to a POST of its own', async () => {
		const id = await publish();
		await enroll(20);
		const stalled = team[2]!;
		const claim = await claimBy(stalled, id, SHORT_LEASE_MS);
		const steps = claim.steps.map((_, n) => heldStep(claim, n));
		const [permit] = await stalled.call('beginSends', [sendRequest(steps[0]!)], byItsClock());
		stalled.stall();
		const late = Promise.all([
			stalled.call('beginSends', steps.slice(1).map((held) => sendRequest(held)), byItsClock()),
			stalled.call('refuseSteps', steps.map((held) => ({ step: held.step, reason: 'missing_variable' as const, detail: '', action: 'fail' as const })), byItsClock()),
			stalled.call('renewLease', claim.lease, byItsClock(LEASE_MS)),
			stalled.call('endExecution', claim.lease, { kind: 'success' }, byItsClock()),
		]);
		const heir = await eventually(() => claimBy(team[3]!, id), ({ steps: all }) => all.length > 0);
		const before = await database.query(`SELECT * FROM ${schema}.enrollment ORDER BY id`);
		stalled.goOn();
		const [permits, refusals, renewed, ended] = await late;

		expect(heir.steps).toHaveLength(19);
		expect(permits.map((one) => one.allowed || one.reason)).toEqual(Array<string>(19).fill('lease_lost'));
		expect(refusals.filter(({ applied }) => applied)).toEqual([]);
		expect([renewed, ended]).toEqual([0, 0]);
		expect(await database.query(`SELECT * FROM ${schema}.enrollment ORDER BY id`)).toEqual(before);

		const [answer] = await stalled.call('settleSends', [{ sendId: permit!.allowed ? permit!.sendId : '', outcome: { kind: 'accepted', wamid: 'wamid.late' } }], byItsClock());
		expect(answer).toMatchObject({ reason: 'sent', enrollment: { step: 'offer' } });
	});

	it('agree on when a step is due', async () => {
		const id = await publish({ steps: [step('hello', { amount: 30, unit: 'seconds' })] });
		await enroll(1);

		const early = await Promise.all(team.map((member) => claimBy(member, id)));
		const waits = await Promise.all(team.map(async (member, n) => (await member.call('nextDueAt', id))! - (Date.now() + SKEWS[n]!)));

		expect(early.flatMap(({ steps }) => steps)).toEqual([]);
		// Half a minute less what the test took so far: whoever looked at its own clock would be off by the skew.
		for (const wait of waits) expect(wait).toBeLessThanOrEqual(30_000);
		expect(Math.max(...waits) - Math.min(...waits)).toBeLessThan(20_000);
	});

	it('enroll a contact once, however many try at the same moment', async () => {
		await publish();
		const tries = Array.from({ length: 50 }, (_, n) => team[n % team.length]!.call('enroll', [enrollRequest(person(7), { reference: String(n) })], byItsClock()));
		const outcomes = (await Promise.all(tries)).flat().map(({ outcome, enrollment }) => ({ outcome, id: enrollment?.id }));

		expect(outcomes.filter(({ outcome }) => outcome === 'enrolled')).toHaveLength(1);
		expect(outcomes.filter(({ outcome }) => outcome === 'kept')).toHaveLength(49);
		expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
		expect(await counts('contact', 'contact_alias', 'enrollment', 'timeline_event')).toEqual([1, 1, 1, 1]);
	});

	it('enroll overlapping lists of new people, each list in another order, once each', async () => {
		await publish();
		const everybody = Array.from({ length: 200 }, (_, n) => enrollRequest(person(n)));
		await Promise.all(team.map((member, n) => member.call('enroll', new Seeded(seed + n).shuffled(everybody).slice(0, 150), byItsClock())));
		await team[0]!.call('enroll', everybody, byItsClock());

		expect(await counts('contact', 'contact_alias', 'enrollment', 'timeline_event')).toEqual([200, 200, 200, 200]);
	});

	it('come to the same state by webhooks that each of them gets in another order, and twice', async () => {
		const open = async (): Promise<OpenedStore> => {
			const driver = openPostgres({ connectionString: database.url, schema });
			await emptied(driver);
			return { store: sqlStore(driver, 'postgres', false), close: () => driver.close() };
		};
		const keys = fc.array(fc.nat(1_000), { minLength: MOST_EVENTS, maxLength: MOST_EVENTS });
		await fc.assert(
			fc.asyncProperty(story, keys, async (told, order) => {
				const inOrder = await play(open, told, (events) => events.map((event) => [event]));
				const atOnce = await play(open, told, (events) => shuffledTwice(events, order), async (_, batches, now) => {
					await Promise.all(
						batches.map((batch, n) => {
							const member = team[n % team.length]!;
							return member.call('applyWebhook', batch, member.settings.name, now);
						}),
					);
				});
				expect(atOnce).toEqual(inOrder);
			}),
			{ seed, numRuns: 25 },
		);
	});

	it('never wait for each other in a circle, whatever they write about the same people', async () => {
		const id = await publish({ stopOnReply: true });
		const before = await deadlocks();
		const done = await Promise.all(team.map((member, n) => member.task('churn', { sequenceId: id, seed: seed + n, people: 40, rounds: ROUNDS })));
		// A server tells its counters when a connection ends.
		await Promise.all(team.map((member) => member.use(schema)));

		expect(done.flatMap((kinds) => Object.values(kinds)).reduce((sum, n) => sum + n, 0)).toBe(team.length * ROUNDS);
		expect((await deadlocks()) - before).toBe(0);
		expect(await twiceLive()).toEqual([]);
	});

	async function counts(...tables: string[]): Promise<number[]> {
		return await Promise.all(tables.map(async (table) => (await database.query<{ n: number }>(`SELECT COUNT(*)::int AS n FROM ${schema}.${table}`))[0]!.n));
	}

	async function deadlocks(): Promise<number> {
		const [row] = await database.query<{ n: number }>('SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()');
		return row!.n;
	}

	const twiceLive = () =>
		database.query(`SELECT contact_id FROM ${schema}.enrollment WHERE ended_at IS NULL GROUP BY sequence_id, contact_id HAVING COUNT(*) > 1`);
});

/** Every event twice, by their keys, in batches of two. */
function shuffledTwice(events: WebhookEvent[], keys: number[]): WebhookEvent[][] {
	const twice = [...events, ...events].map((event, n) => ({ event, key: keys[n]! })).sort((a, b) => a.key - b.key);
	return Array.from({ length: Math.ceil(twice.length / 2) }, (_, n) => twice.slice(n * 2, n * 2 + 2).map(({ event }) => event));
}

/** Asks until the answer satisfies; a lease ends in real time here. */
async function eventually<Answer>(ask: () => Promise<Answer>, satisfies = (answer: Answer): boolean => (answer as unknown[]).length > 0): Promise<Answer> {
	for (;;) {
		const answer = await ask();
		if (satisfies(answer)) return answer;
	}
}
