/** A PostgreSQL server of a test's own, of the oldest version that the store supports: it may be stopped and broken. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../../scripts/n8n/ports';
import { queryOnce } from './own-database';

const KEEPER = resolve(__dirname, '../../../scripts/setup/keep-server.mjs');
const CERTIFICATES = resolve(__dirname, '../../fixtures/tls');
/** A server does not run as root; this is `nobody`. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export const PASSWORD = 'right-password';

/** Everybody needs the password, and `careful` an encrypted connection. */
const HBA = ['hostnossl all careful 127.0.0.1/32 reject', 'host all all 127.0.0.1/32 scram-sha-256', ''].join('\n');

export class Cluster {
	private keeper: ChildProcess | undefined;

	private constructor(
		private readonly folder: string,
		private readonly programs: string,
		readonly port: number,
	) {}

	/** Makes and starts one. */
	static async create(programs = process.env.POSTGRES_PROGRAMS): Promise<Cluster> {
		if (!programs) throw new Error('POSTGRES_PROGRAMS is not set. Start this through `npm run test:conformance`, which fetches them.');
		const cluster = new Cluster(mkdtempSync(join(tmpdir(), 'sequences-cluster-')), programs, await freePort());
		cluster.initialize();
		await cluster.start();
		return cluster;
	}

	/** The connection string of a user. */
	url(user = 'postgres', database = 'postgres'): string {
		return `postgres://${user}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
	}

	query<Row extends object>(sql: string): Promise<Row[]> {
		return queryOnce<Row>(this.url(), sql);
	}

	async start(): Promise<void> {
		const order = join(this.folder, 'keeper.json');
		const args = ['-D', join(this.folder, 'data'), '-p', String(this.port), '-c', 'fsync=off'];
		writeFileSync(order, JSON.stringify({ command: join(this.programs, 'postgres'), args, folder: this.folder, ...USER }));
		this.keeper = spawn(process.execPath, [KEEPER, order], { stdio: ['pipe', 'ignore', 'inherit'] });
		while (!(await this.accepts())) {
			if (this.keeper.exitCode !== null) throw new Error(`the server ended with exit code ${this.keeper.exitCode}`);
		}
	}

	/** As an administrator restarts it: clients are cut off. */
	async stop(): Promise<void> {
		const { keeper } = this;
		if (!keeper || keeper.exitCode !== null) return;
		const gone = new Promise((ended) => keeper.once('exit', ended));
		keeper.stdin!.end();
		await gone;
	}

	async close(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true });
	}

	private initialize(): void {
		const data = join(this.folder, 'data');
		const password = this.fileOfServer('password', PASSWORD);
		execFileSync(
			join(this.programs, 'initdb'),
			['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`, '--encoding=UTF8', '--locale=C', '--no-sync'],
			{ cwd: this.folder, stdio: ['ignore', 'ignore', 'inherit'], ...USER },
		);
		this.fileOfServer(join('data', 'pg_hba.conf'), HBA);
		for (const name of ['server.pem', 'server.key']) {
			chmodSync(this.fileOfServer(join('data', name), readFileSync(certificate(name), 'utf8')), 0o600);
		}
		const settings = ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", 'ssl = on', "ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'"];
		this.fileOfServer(join('data', 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
	}

	private fileOfServer(name: string, content: string): string {
		const file = join(this.folder, name);
		writeFileSync(file, content);
		if (USER.uid !== undefined) for (const path of [this.folder, file]) chownSync(path, USER.uid, USER.gid);
		return file;
	}

	private async accepts(): Promise<boolean> {
		const client = new Client({ connectionString: this.url() });
		try {
			await client.connect();
			return true;
		} catch {
			return false;
		} finally {
			await client.end().catch(() => undefined);
		}
	}
}

export const certificate = (name: string): string => join(CERTIFICATES, name);
