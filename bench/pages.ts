/**
 * Every page of the dashboard over a big store: 1,000,000 people and 5,000,000 sends in PostgreSQL, 100,000 and 500,000 in a
 * file, with 100,000 reviews and 10,000 conversations in each. How long a page takes, and how many rows it reads.
 * docs/performance.md says how it is measured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attentionPages } from '../engine/pages/attention';
import { contactPages } from '../engine/pages/contact';
import { deskPages } from '../engine/pages/desk';
import { link } from '../engine/pages/link';
import { GuessDelays } from '../engine/pages/password';
import { reviewPages } from '../engine/pages/reviews';
import { Seal } from '../engine/pages/seal';
import { sequencePages } from '../engine/pages/sequences';
import { settingsPages } from '../engine/pages/settings';
import { Site as Pages } from '../engine/pages/site';
import { migrate } from '../engine/store/migrate';
import { openPostgres } from '../engine/store/postgres/postgres-driver';
import { sqlStore } from '../engine/store/sql-store';
import { openSqlite } from '../engine/store/sqlite/sqlite-driver';
import { decisions, reviewOf, reviewsAmong, saveAgents } from './pages/decisions';
import { history, idOf, SENDS_EACH } from './pages/history';
import { CountingDriver, type RowCount } from './pages/rows-read';
import { write } from './pages/write';
import { dropSchema, postgresUrl, postgresVersion } from './postgres';
import { ACCOUNT, definition, publish, SEQUENCE } from './queues/ours';
import { atMost, conclude, median, quantile, rounded, type Bound } from './report';
import { load, START } from './scale/loader';
import { openSite, type Site } from './scale/site';

const QUICK = process.argv.includes('--quick');
const TIMES = QUICK ? 10 : 40;
const PEOPLE = { postgres: QUICK ? 50_000 : 1_000_000, embedded: QUICK ? 20_000 : 100_000 };
const LOGIN = { user: 'bench', password: 'bench' };
const NOW = START + 40 * 24 * 60 * 60_000;

/** A page holds 50 rows and what belongs to each, and a person 20 runs with 20 sends each. */
const MOST_ROWS = 2_000;

const steps = Array.from({ length: SENDS_EACH }, (_, k) => ({ ...definition.steps[0]!, name: `step ${k + 1}`, delay: { amount: 1, unit: 'days' as const } }));

/** Of a sequence that few reviews are of. */
const RARE = 'rare';

/** What the page of settings shows is given to it: it reads nothing. */
const SETTINGS = {
	phoneNumberId: ACCOUNT, businessAccountId: '1', appId: '2', timeZone: 'Europe/Berlin', country: 'DE', store: 'bench', keepHistoryDays: 0,
	testRecipients: [], graph: 'https://graph.facebook.com', hasAccessToken: true, hasAppSecret: true, hasVerifyToken: true,
};

/** The pages by name, each with the address that a person at it would have. */
function addresses(people: number): Record<string, string> {
	const middle = Math.floor(people / 2);
	const middleReview = reviewOf(Math.floor(reviewsAmong(people) / 2));
	return {
		sequences: link('sequences'),
		'one sequence': link('sequence', { name: SEQUENCE }),
		'its people, half way down': link('sequence', { name: SEQUENCE, after: idOf('2', middle) }),
		'its active people, half way down': link('sequence', { name: SEQUENCE, state: 'active', after: idOf('2', middle) }),
		'its few failed runs': link('sequence', { name: SEQUENCE, state: 'failed' }),
		'nobody in review': link('sequence', { name: SEQUENCE, state: 'in_review' }),
		people: link('people'),
		'people, half way down': link('people', { after: idOf('1', middle) }),
		'a person by number': link('people', { find: '+4915000000000' }),
		'one person': link('person', { id: idOf('1', middle) }),
		'one person with a long history': link('person', { id: idOf('1', 1), all: 1 }),
		attention: link('attention'),
		'messages that may have left': link('attention/unconfirmed'),
		'before erasing': link('person/erase', { id: idOf('1', middle) }),
		'the desk': link('desk'),
		'the desk, further down': link('desk', { after: idOf('5', 5_000) }),
		'reviews that wait': link('reviews'),
		'reviews in any state, half way down': link('reviews', { state: 'all', after: middleReview }),
		'reviews that were rejected, half way down': link('reviews', { state: 'rejected', after: middleReview }),
		'reviews of one sequence that were approved': link('reviews', { state: 'approved', sequence: SEQUENCE }),
		'the few reviews of another sequence': link('reviews', { state: 'all', sequence: RARE }),
		'one review': link('reviews/one', { id: reviewOf(256) }),
		settings: link('settings'),
	};
}

interface Looked {
	medianMs: number;
	p95Ms: number;
	rows: number;
	statements: number;
	widest: string;
}

async function look(site: Site): Promise<Record<string, Looked>> {
	const driver = new CountingDriver(site.store === 'postgres' ? openPostgres({ connectionString: site.url, schema: site.schema }) : openSqlite(site.file));
	try {
		await migrate(driver, START);
		const store = sqlStore(driver, site.store, site.store === 'embedded').forAccount(ACCOUNT);
		const seal = new Seal([LOGIN.password], ACCOUNT, 'form');
		const pages = new Pages({
			families: [sequencePages('DE'), contactPages('DE'), deskPages(), reviewPages(() => Promise.resolve()), attentionPages(), settingsPages(SETTINGS)],
			login: LOGIN,
			delays: new GuessDelays(),
			seals: { form: seal, message: seal },
			timeZone: 'Europe/Berlin',
			openStore: () => Promise.resolve(store),
			onError: (error) => {
				throw error;
			},
		});
		const authorization = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`;
		const open = async (query: string): Promise<void> => {
			const { status } = await pages.answer({ method: 'GET', query, body: '', authorization, place: '127.0.0.1', now: NOW });
			if (status !== 200 && status !== 303) throw new Error(`${query} was answered with ${status}`);
		};
		const found: Record<string, Looked> = {};
		for (const [name, query] of Object.entries(addresses(site.people))) {
			await open(query);
			const times: number[] = [];
			for (let time = 0; time < TIMES; time++) {
				const began = performance.now();
				await open(query);
				times.push(performance.now() - began);
			}
			const count: RowCount = { statements: 0, rows: 0, widest: { sql: '', rows: 0 } };
			driver.count = count;
			await open(query);
			driver.count = null;
			const widest = `${count.widest.rows} by ${count.widest.sql.replace(/\s+/g, ' ').trim().slice(0, 90)}`;
			found[name] = { medianMs: rounded(median(times), 1), p95Ms: rounded(quantile(times, 0.95), 1), rows: count.rows, statements: count.statements, widest };
		}
		return found;
	} finally {
		await driver.close();
	}
}

async function fill(site: Site): Promise<void> {
	const store = await openSite(site);
	const sequenceId = await publish(store, { ...definition, steps });
	const account = store.forAccount(ACCOUNT);
	const { id: rareId } = await account.publishSequence({ ...definition, name: RARE }, { workflowId: RARE, nodeId: RARE, label: 'Rare / Sequence Trigger' }, NOW);
	await saveAgents(account);
	await store.close();
	await load(site, sequenceId);
	await write(site, history(site, sequenceId));
	await write(site, decisions(site.people, sequenceId, rareId));
}

function boundsOf({ store, people }: Site, pages: Record<string, Looked>): Record<string, Bound> {
	const name = `${store}, ${people.toLocaleString('en')} people`;
	const all = Object.values(pages);
	return {
		[`${name}: median ms of the slowest page`]: atMost(Math.max(...all.map(({ medianMs }) => medianMs)), 200),
		...(store === 'postgres' ? { [`${name}: rows that the widest page reads`]: atMost(Math.max(...all.map(({ rows }) => rows)), MOST_ROWS) } : {}),
	};
}

async function main(): Promise<number> {
	const url = postgresUrl();
	const folder = await mkdtemp(path.join(tmpdir(), 'bench-pages-'));
	const sites = (['postgres', 'embedded'] as const).map((store): Site => ({
		store,
		people: PEOPLE[store],
		url,
		schema: `bench_pages_${process.pid}`,
		file: path.join(folder, 'store.sqlite'),
	}));
	try {
		const rows: Record<string, Record<string, number>> = {};
		const must: Record<string, Bound> = {};
		for (const site of sites) {
			await fill(site);
			const pages = await look(site);
			Object.assign(must, boundsOf(site, pages));
			for (const [page, { medianMs, p95Ms, rows: read, statements, widest }] of Object.entries(pages)) {
				rows[`${site.store}: ${page}`] = { 'median ms': medianMs, 'p95 ms': p95Ms, ...(site.store === 'postgres' ? { statements, 'rows read': read } : {}) };
				if (site.store === 'postgres') console.log(`${page}: most rows ${widest}`);
			}
		}
		return conclude({ bench: 'pages', versions: { node: process.version, postgres: await postgresVersion(url), sqlite: process.versions.sqlite ?? '' }, must, rows });
	} finally {
		await dropSchema(url, sites[0]!.schema);
		await rm(folder, { recursive: true, force: true });
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
