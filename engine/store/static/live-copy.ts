/**
 * The one live copy of a workflow's contacts in this n8n process: the SQL store over a database in memory. Whatever n8n
 * has saved, or hands to an execution, is an earlier state of it; only what this copy cannot know is merged in.
 */
import { randomUUID } from 'node:crypto';
import { MIGRATIONS, statementsOf } from '../schema';
import { StoreRefusal, type AccountStore } from '../contract';
import type { SqlDriver, SqlSession } from '../driver';
import { migrate } from '../migrate';
import { openSqlite, type SqliteDriver } from '../sqlite/sqlite-driver';
import { sqlStore } from '../sql-store';
import { decode, encode, headerOf, type Blob, type BlobHeader, type Content } from './blob';
import { checkCapacity, refuseTooLarge } from './capacity';
import { Doubts } from './doubts';
import { consentOnly, mergeTables } from './merge';
import { keysOf, readTables, replaceTables } from './tables';

export interface CopyOf {
	/** Id of the workflow whose contacts these are. */
	workflow: string;
	/** Phone number id. */
	account: string;
}

export class LiveCopy {
	/** Names this copy in what it saves. */
	readonly id = randomUUID();
	readonly doubts = new Doubts();
	readonly store: AccountStore;
	private revision = 0;
	/** The highest revision that n8n has been given to save. */
	private told = 0;
	private frozen: Blob | null = null;
	/** The newest revision that was taken over of each other copy. */
	private readonly merged = new Map<string, number>();
	/** What the saved state was when this copy began. */
	private base = 0;

	private constructor(
		readonly of: CopyOf,
		private readonly driver: SqliteDriver,
		private storeId: string,
	) {
		this.store = sqlStore(this.counting(), 'static', true).forAccount(of.account);
	}

	/**
	 * @param saved what the workflow's static data holds; undefined when nothing was ever saved
	 * @param now UTC milliseconds
	 * @throws StoreRefusal when it cannot be read
	 */
	static async open(of: CopyOf, saved: unknown, now: number): Promise<LiveCopy> {
		const blob = saved === undefined ? null : decode(saved);
		const driver = openSqlite(':memory:');
		await prepare(driver, blob?.schema ?? 0, now);
		const own = blob?.workflow === of.workflow;
		const copy = new LiveCopy(of, driver, blob && own ? blob.store : randomUUID());
		if (blob) await copy.begin(blob, own);
		await migrate(driver, now);
		return copy;
	}

	get header(): BlobHeader {
		return { store: this.storeId, copy: this.id, revision: this.revision, workflow: this.of.workflow };
	}

	/** Whether something was written that n8n has not been given to save. */
	get unsaved(): boolean {
		return this.revision > this.told;
	}

	/** The state to save: the newest one; while a transaction is writing, the one kept by the last `freeze`. */
	blob(): Blob {
		const blob = this.pack() ?? this.frozen;
		if (!blob) throw new StoreRefusal('The contacts of this workflow are being written and cannot be saved at this moment.');
		this.told = Math.max(this.told, blob.revision);
		return blob;
	}

	/** From here on `blob` gives this state or a later one, whatever happens meanwhile. */
	async freeze(): Promise<void> {
		await this.driver.transaction(async () => {
			this.pack();
		});
	}

	/** Throws StoreRefusal when the saved state has grown too large for more people. */
	refuseWhenFull(): void {
		refuseTooLarge(this.frozen?.data.length ?? 0);
	}

	/** Whether n8n's database is known to hold the state of that revision, or a later one. */
	isSaved(revision: number, inDatabase: BlobHeader | null): boolean {
		return inDatabase?.copy === this.id && inDatabase.revision >= revision;
	}

	/** Looks at what n8n handed to an execution: an earlier state of this copy, or something it does not know yet. */
	async take(value: unknown): Promise<void> {
		const header = headerOf(value);
		if (!header || header.copy === this.id || header.revision <= (this.merged.get(header.copy) ?? 0)) return;
		const own = header.store === this.storeId;
		if (own && header.revision <= this.base) return;
		const blob = decode(value);
		this.merged.set(header.copy, header.revision);
		this.doubts.inherit(blob);
		await this.transact(async (session) => {
			const mine = readTables((sql) => this.driver.readNow(sql));
			if (!mine) throw new Error('the tables were read in the middle of a write');
			const theirs = header.workflow === this.of.workflow ? blob.tables : consentOnly(blob.tables);
			await replaceTables(session, mergeTables(mine, theirs, await keysOf(session)));
			this.revision = Math.max(this.revision, header.revision);
		});
	}

	/** Makes a new revision of what is not in the tables; answers its number. */
	touch(): number {
		return ++this.revision;
	}

	/** Runs statements of the static store's own, as one transaction. */
	async transact<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result> {
		return this.counting().transaction(work);
	}

	close(): Promise<void> {
		return this.driver.close();
	}

	private async begin(blob: Blob & Content, own: boolean): Promise<void> {
		const tables = own ? blob.tables : consentOnly(blob.tables);
		await this.driver.transaction((session) => replaceTables(session, tables));
		if (!own) return;
		this.base = this.revision = this.told = blob.revision;
		this.doubts.inherit(blob);
	}

	/** Null while a transaction is writing. */
	private pack(): Blob | null {
		if (this.frozen?.revision === this.revision) return this.frozen;
		const tables = readTables((sql) => this.driver.readNow(sql));
		if (tables) this.frozen = encode(this.header, { tables, announced: this.doubts.announced() });
		return tables ? this.frozen : null;
	}

	/** Every transaction that writes makes a new revision, and may not break the limits. */
	private counting(): SqlDriver {
		const { driver } = this;
		return {
			dialect: driver.dialect,
			close: () => driver.close(),
			transaction: async (work) => {
				let wrote = false;
				const result = await driver.transaction(async (session) => {
					const before = await changes(session);
					const people = await checkCapacity.before(session);
					const answer = await work(session);
					wrote = (await changes(session)) !== before;
					if (wrote) await checkCapacity.after(session, people);
					return answer;
				});
				if (wrote) this.revision++;
				return result;
			},
		};
	}
}

async function changes(session: SqlSession): Promise<number> {
	const [row] = await session.all<{ n: number }>('SELECT total_changes() AS n');
	return row?.n ?? 0;
}

/** Tables as they were when the blob was written; what the schema has gained since comes after the rows are in. */
async function prepare(driver: SqlDriver, schema: number, now: number): Promise<void> {
	if (schema === 0) return migrate(driver, now);
	await driver.transaction(async (session) => {
		await session.run('CREATE TABLE schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)');
		for (const migration of MIGRATIONS.filter((one) => one.version <= schema)) {
			for (const statement of statementsOf(migration, session.dialect)) await session.run(statement);
			await session.run('INSERT INTO schema_version (version, applied_at) VALUES (:version, :now)', { version: migration.version, now });
		}
	});
}
