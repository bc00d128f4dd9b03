import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEmbeddedStore } from '../../../engine/store/open-embedded';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { enrollRequest, person, START } from '../builders';
import { ACCOUNT } from '../store-under-test';
import { claim, heldStep, publish, sendRequest } from '../verbs';
import { type Dump, dump } from './dump';

const CHECKOUT = resolve(__dirname, '../../..');
const PEOPLE = 50;
/** More than the statements of any call. */
const BEHIND_THE_COMMIT = 1000;

/** A file with sends under way, as another process will find it. */
async function sendsUnderWay(file: string): Promise<string[]> {
	const store = await openEmbeddedStore(file, START);
	const account = store.forAccount(ACCOUNT);
	const id = await publish(account);
	await account.enroll(Array.from({ length: PEOPLE }, (_, n) => enrollRequest(person(n))), START);
	const taken = await claim(account, id);
	const permits = await account.beginSends(taken.steps.map((_, n) => sendRequest(heldStep(taken, n))), START);
	await store.close();
	return permits.map((permit) => (permit.allowed ? permit.sendId : ''));
}

function killedAt(file: string, point: number, sendIds: string[]): string | null {
	const script = join(__dirname, 'die-in-transaction.ts');
	const child = spawnSync(process.execPath, ['--import', 'tsx', script, file, String(point), JSON.stringify(sendIds)], {
		cwd: CHECKOUT,
		encoding: 'utf8',
		timeout: 30_000,
	});
	if (child.signal === null) throw new Error(`the child was not killed: ${child.stderr}`);
	return child.signal;
}

async function contentOf(file: string): Promise<Dump> {
	const driver = openSqlite(file);
	const content = await dump(driver);
	await driver.close();
	return content;
}

/** Each test starts Node and its TypeScript loader anew. */
jest.setTimeout(60_000);

describe('a process killed with SIGKILL while it settles sends', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sequences-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it.each([1, 8, 60, 100])('in the middle of the transaction (at point %i) leaves the file as it was, and it opens', async (point) => {
		const file = join(folder, 'store.sqlite');
		const sendIds = await sendsUnderWay(file);
		const before = await contentOf(file);

		expect(killedAt(file, point, sendIds)).toBe('SIGKILL');

		expect(await contentOf(file)).toEqual(before);
		const store = await openEmbeddedStore(file, START);
		const outcome = { kind: 'accepted', wamid: 'wamid.0' } as const;
		const settled = await store.forAccount(ACCOUNT).settleSends([{ sendId: sendIds[0]!, outcome }], START);
		await store.close();
		expect(settled[0]!.reason).toBe('sent');
	});

	it('right behind the commit loses nothing that was answered', async () => {
		const file = join(folder, 'store.sqlite');
		const sendIds = await sendsUnderWay(file);

		expect(killedAt(file, BEHIND_THE_COMMIT, sendIds)).toBe('SIGKILL');

		const store = await openEmbeddedStore(file, START);
		const sends = await store.forAccount(ACCOUNT).listSends({}, { limit: 100 });
		await store.close();
		expect(sends.filter(({ state }) => state === 'accepted')).toHaveLength(PEOPLE);
	});
});
