/** The choices of the field "TLS" of the credential, against a server that offers TLS and one that does not. */
import { readFileSync } from 'node:fs';
import type { PostgresChoice } from '../../../nodes/shared/account';
import { closeStores, openStoreAt } from '../../../nodes/shared/stores';
import { certificate, Cluster, PASSWORD } from './cluster';

jest.setTimeout(60_000);

let cluster: Cluster;
beforeAll(async () => {
	cluster = await Cluster.create();
});
afterEach(() => closeStores());
afterAll(() => cluster.close());

const choice = (more: Partial<PostgresChoice>) => ({
	kind: 'postgres' as const,
	host: '127.0.0.1',
	port: cluster.port,
	database: 'postgres',
	user: 'postgres',
	password: PASSWORD,
	schema: 'whatsapp_sequences',
	tls: 'disable' as const,
	ca: '',
	...more,
});
const pem = (name: string): string => readFileSync(certificate(name), 'utf8');

/** Whether the store's connection is encrypted, as the server sees it. */
async function encrypted(more: Partial<PostgresChoice>): Promise<boolean[]> {
	await openStoreAt(choice(more));
	const rows = await cluster.query<{ ssl: boolean }>(
		"SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'n8n-nodes-whatsapp-sequences'",
	);
	return rows.map(({ ssl }) => ssl);
}

describe('TLS', () => {
	it('off is not encrypted', async () => {
		expect(await encrypted({})).toEqual([false]);
	});

	it('with any certificate is encrypted', async () => {
		expect(await encrypted({ tls: 'require' })).toEqual([true]);
	});

	it('with a checked certificate is encrypted, when the authority is the right one', async () => {
		expect(await encrypted({ tls: 'verify', ca: pem('ca.pem') })).toEqual([true]);
	});

	it.each<[string, () => Partial<PostgresChoice>, RegExp]>([
		['an authority that is not known', () => ({}), /^The certificate of the database server cannot be checked\. Paste the certificate of the authority/],
		['another authority', () => ({ ca: pem('another-ca.pem') }), /^The certificate of the database server cannot be checked\. Paste/],
		['a certificate for another name', () => ({ ca: pem('ca.pem'), host: 'localhost' }), /^The certificate of the database server is made out to another name\. Enter the host/],
		['an authority that is no certificate', () => ({ ca: 'CERTIFICATE' }), /cannot be checked|is no PEM text\. Paste it with its BEGIN and END lines/],
	])('with a checked certificate refuses %s', async (_, more, sentence) => {
		await expect(openStoreAt(choice({ tls: 'verify', ...more() }))).rejects.toThrow(sentence);
	});

	it('on refuses a server without it', async () => {
		await cluster.query('ALTER SYSTEM SET ssl = off');
		await cluster.query('SELECT pg_reload_conf()');

		await expect(openStoreAt(choice({ tls: 'require' }))).rejects.toThrow(/^The database server offers no TLS\. Set TLS to "Off"/);
	});
});
