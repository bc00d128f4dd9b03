/** What the store says when the database cannot be used, and that nothing is lost by it. */
import type { Store } from '../../../engine/store/contract';
import { StoreRefusal } from '../../../engine/store/contract';
import { openPostgresStore } from '../../../engine/store/open-postgres';
import { SCHEMA_VERSION } from '../../../engine/store/schema';
import { freePort } from '../../../scripts/n8n/ports';
import { enrollRequest, person, START } from '../builders';
import { OPERATIONS } from '../crashes/operations';
import { ACCOUNT } from '../store-under-test';
import { begin, claimOne, enrollOne, publish, standing } from '../verbs';
import { Cluster } from './cluster';
import { CuttingProxy } from './cutting-proxy';

jest.setTimeout(60_000);

let cluster: Cluster;
let closed: number;
let schemas = 0;
const opened: Store[] = [];

beforeAll(async () => {
	cluster = await Cluster.create();
	closed = await freePort();
	await cluster.query("CREATE ROLE visitor LOGIN PASSWORD 'right-password'");
	await cluster.query("CREATE ROLE crowd LOGIN CONNECTION LIMIT 0 PASSWORD 'right-password'");
	await cluster.query("CREATE ROLE reader LOGIN SUPERUSER PASSWORD 'right-password'");
	await cluster.query('ALTER ROLE reader SET default_transaction_read_only = on');
	await cluster.query("CREATE ROLE careful LOGIN SUPERUSER PASSWORD 'right-password'");
});
afterEach(async () => {
	await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => cluster.close());

async function open(connectionString = cluster.url(), schema = `test_${++schemas}`): Promise<Store> {
	const store = await openPostgresStore({ connectionString, schema }, START);
	opened.push(store);
	return store;
}

/** Its sentence; what is no StoreRefusal fails the test. */
async function refusal(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(StoreRefusal);
	return (error as StoreRefusal).message;
}

describe('opening the PostgreSQL store says in a sentence what to do about', () => {
	it.each<[string, () => string, RegExp]>([
		['a wrong password', () => cluster.url().replace('right-password', 'wrong-password'), /^The database refuses the password\. Check user and password/],
		['a user that is not there', () => cluster.url('nobody-we-know'), /^The database refuses the password\. Check user and password/],
		['no password at all', () => cluster.url().replace(':right-password', ''), /^The database server wants a password\. Enter it/],
		['a host that is not there', () => 'postgres://u:p@no-such-host.invalid/x', /^(There is no server of this name|The name of the database server cannot be looked up)/],
		['a closed port', () => `postgres://u:p@127.0.0.1:${closed}/x`, /^No database server answers at this host and port\. Check both/],
		['a database that is not there', () => cluster.url('postgres', 'missing'), /^There is no database of this name on the server\. Create it/],
		['a user who may not create a schema', () => cluster.url('visitor'), /^The database user may not do this\. Give it the right to create a schema/],
		['a server that is read-only', () => cluster.url('reader'), /^The database server is read-only.*Enter the host of the primary/],
		['no more connections', () => cluster.url('crowd'), /^The database takes no more connections\. Raise max_connections/],
		['a server that insists on TLS', () => cluster.url('careful'), /^The database server wants an encrypted connection\. Set TLS to "On"/],
	])('%s', async (_, url, sentence) => {
		const said = await refusal(open(url()));

		expect(said).toMatch(sentence);
		expect(said).not.toMatch(/password:|wrong-password|right-password/);
	});

	it('tables of a newer version, and leaves them alone', async () => {
		await open(cluster.url(), 'newer');
		await cluster.query(`INSERT INTO newer.schema_version (version, applied_at) VALUES (${SCHEMA_VERSION + 1}, 0)`);

		expect(await refusal(open(cluster.url(), 'newer'))).toMatch(/newer version.*Update n8n-nodes-whatsapp-sequences\.$/);
		const versions = await cluster.query('SELECT version::int FROM newer.schema_version ORDER BY version');
		expect(versions).toEqual(Array.from({ length: SCHEMA_VERSION + 1 }, (_, i) => ({ version: i + 1 })));
	});

	it('nothing, when the schema was made for a user who may not create one', async () => {
		await cluster.query('CREATE SCHEMA prepared AUTHORIZATION visitor');
		const store = await open(cluster.url('visitor'), 'prepared');

		expect(await publish(store.forAccount(ACCOUNT))).toBeTruthy();
	});
});

describe('the oldest supported PostgreSQL', () => {
	it.each(OPERATIONS)('understands $name', async ({ prepare }) => {
		const [server] = await cluster.query<{ server_version: string }>('SHOW server_version');
		expect(server!.server_version).toMatch(/^13\./);
		const call = await prepare((await open()).forAccount(ACCOUNT));

		await call();
	});
});

describe('a batch that meets a fault', () => {
	it('of a full disk is not stored, says so, and its step can be tried again', async () => {
		const schema = `test_${schemas + 1}`;
		const account = (await open()).forAccount(ACCOUNT);
		const id = await publish(account);
		await enrollOne(account);
		const held = await claimOne(account, id);
		await cluster.query(`CREATE FUNCTION ${schema}.disk_full() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no space left' USING ERRCODE = '53100'; END$$`);
		await cluster.query(`CREATE TRIGGER disk_full BEFORE INSERT ON ${schema}.send EXECUTE FUNCTION ${schema}.disk_full()`);

		expect(await refusal(begin(account, held))).toBe('The disk of the database is full. Free some space; nothing of this batch was stored.');
		await account.endExecution(held.claim.lease, { kind: 'error', error: 'full' }, START);
		await cluster.query(`DROP TRIGGER disk_full ON ${schema}.send`);

		expect(await account.listSends({}, { limit: 10 })).toEqual([]);
		const { dueAt } = await standing(account);
		expect(await begin(account, await claimOne(account, id, dueAt!), dueAt!)).toMatchObject({ allowed: true });
	});

	it('because its connection was cut in the middle is done again on another one', async () => {
		const schema = `test_${schemas + 1}`;
		const account = (await open()).forAccount(ACCOUNT);
		await publish(account);
		// Ends the first connection that enrolls, after its first row.
		await cluster.query(`CREATE SEQUENCE ${schema}.times`);
		await cluster.query(
			`CREATE FUNCTION ${schema}.cut() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
				IF nextval('${schema}.times') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END$$`,
		);
		await cluster.query(`CREATE TRIGGER cut AFTER INSERT ON ${schema}.enrollment FOR EACH ROW EXECUTE FUNCTION ${schema}.cut()`);

		const results = await account.enroll([1, 2, 3].map((n) => enrollRequest(person(n))), START);

		expect(results.map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled', 'enrolled']);
		expect(await cluster.query(`SELECT last_value::int AS cut FROM ${schema}.times`)).toEqual([{ cut: 4 }]);
	});

	it('on every connection says that the server went away', async () => {
		const schema = `test_${schemas + 1}`;
		const account = (await open()).forAccount(ACCOUNT);
		await publish(account);
		await cluster.query(
			`CREATE FUNCTION ${schema}.cut() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END$$`,
		);
		await cluster.query(`CREATE TRIGGER cut AFTER INSERT ON ${schema}.enrollment FOR EACH ROW EXECUTE FUNCTION ${schema}.cut()`);

		expect(await refusal(enrollOne(account))).toMatch(/^The database server was shut down or restarted\. Nothing of this batch was stored/);
		expect(await cluster.query(`SELECT id FROM ${schema}.contact`)).toEqual([]);
	});

	it('whose COMMIT was never answered says that it may be stored, and repeating it changes nothing', async () => {
		const proxy = await CuttingProxy.create(cluster.port);
		const account = (await open(cluster.url().replace(String(cluster.port), String(proxy.port)))).forAccount(ACCOUNT);
		await publish(account);
		proxy.loseAnswerTo('COMMIT\0');

		expect(await refusal(enrollOne(account))).toMatch(/this batch may be stored or not\. Run it again/);
		expect((await enrollOne(account)).outcome).toBe('kept');
		await proxy.close();
	});
});

describe('a server that goes away', () => {
	it('ends no process, and is used again by itself once it is back', async () => {
		const account = (await open()).forAccount(ACCOUNT);
		const id = await publish(account);
		await enrollOne(account);
		const held = await claimOne(account, id);

		await cluster.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = \'client backend\'');
		expect((await standing(account)).state).toBe('active');

		await cluster.stop();
		expect(await refusal(begin(account, held))).toMatch(/^(No database server answers at this host|The database server was shut down)/);
		await cluster.start();
		expect(await begin(account, held)).toMatchObject({ allowed: true });
	});
});
