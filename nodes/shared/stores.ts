/** Opens the store that the credential names. All nodes of one n8n process share one store per place. */
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { StoreRefusal, type AccountStore, type Store } from '../../engine/store/contract';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { openPostgresStore } from '../../engine/store/open-postgres';
import type { Account, PostgresChoice, StoreChoice } from './account';
import { openWorkflowStore, type NodeOfWorkflow } from './workflow-store';

/** This n8n process: leases and messages taken in carry it, so that those of a dead process are known. */
export const PROCESS_ID = randomUUID();

/** Connections of one n8n process; its transactions are short, so a few serve many executions. */
const MOST_CONNECTIONS = 8;

const openStores = new Map<string, Promise<Store>>();

/**
 * The store of a credential. Rejects with StoreRefusal, a sentence for the user, when it cannot be opened.
 *
 * @param node the node that opens it; without one a workflow's static data is out of reach
 */
export function openStore({ store, phoneNumberId }: Account, node?: NodeOfWorkflow): Promise<Store> {
	if (store.kind === 'static') return openWorkflowStore(phoneNumberId, node);
	return openStoreAt(store);
}

/** As openStore, for a place that every node of this process can reach. */
export function openStoreAt(store: Exclude<StoreChoice, { kind: 'static' }>): Promise<Store> {
	const place = JSON.stringify(store);
	const known = openStores.get(place);
	if (known) return known;
	const opening = open(store);
	openStores.set(place, opening);
	// A disk that was full or a server that was down once may not be so at the next try.
	opening.catch(() => openStores.delete(place));
	return opening;
}

/** Closes all stores of this process; the next use opens them anew. What is under way is waited for. */
export async function closeStores(): Promise<void> {
	const all = [...openStores.values()];
	openStores.clear();
	for (const opening of all) await opening.then((store) => store.close(), () => undefined);
}

/** The part of the store that belongs to the credential's business number. */
export async function openAccountStore(account: Account, node?: NodeOfWorkflow): Promise<AccountStore> {
	return (await openStore(account, node)).forAccount(account.phoneNumberId);
}

async function open(store: Exclude<StoreChoice, { kind: 'static' }>): Promise<Store> {
	if (store.kind === 'postgres') return await openPostgresStore(postgresSettings(store), Date.now());
	if (process.env.EXECUTIONS_MODE === 'queue') {
		throw new StoreRefusal(
			'n8n runs in queue mode, and a file belongs to one n8n process. Choose PostgreSQL under "Keep Data In" in the credential.',
		);
	}
	return await openEmbeddedStore(store.file || defaultFile(), Date.now());
}

/** Where n8n keeps its own data: N8N_USER_FOLDER, else the home folder, and `.n8n` in it. */
function defaultFile(): string {
	return join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'whatsapp-sequences', 'store.sqlite');
}

function postgresSettings({ host, port, database, user, password, schema, tls, ca }: PostgresChoice) {
	if (!/^[A-Za-z_]\w{0,62}$/.test(schema)) {
		throw new StoreRefusal(`"${schema}" cannot be the name of a schema. Use letters, digits and underscores.`);
	}
	// Named here, since pg takes every IP address for "localhost" when it checks.
	const checkHost = (_: string, certificate: PeerCertificate): Error | undefined => checkServerIdentity(host, certificate);
	const checked = { rejectUnauthorized: true, checkServerIdentity: checkHost, ...(ca ? { ca } : {}) };
	const ssl = tls === 'disable' ? false : tls === 'require' ? { rejectUnauthorized: false } : checked;
	return {
		...{ host, port, database, user, password, schema, ssl },
		application_name: 'n8n-nodes-whatsapp-sequences',
		max: MOST_CONNECTIONS,
		connectionTimeoutMillis: 10_000,
		// Idle connections are closed after ten seconds, and never keep n8n from ending.
		allowExitOnIdle: true,
		clock: Date.now,
	};
}
