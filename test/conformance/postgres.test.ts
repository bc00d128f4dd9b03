import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openPostgresStore } from '../../engine/store/open-postgres';
import { START } from './builders';
import { describeStore } from './describe-store';
import type { OpenedStore } from './store-under-test';

const SERVER = process.env.POSTGRES_URL;

/** Every test has a schema of its own. */
async function openSchema(): Promise<OpenedStore> {
	const schema = `sequences_${randomUUID().replaceAll('-', '')}`;
	const settings = { connectionString: SERVER, schema };
	let store = await openPostgresStore(settings, START);
	return {
		store,
		reopen: async () => {
			await store.close();
			store = await openPostgresStore(settings, START);
			return store;
		},
		close: async () => {
			await store.close();
			const client = new Client({ connectionString: SERVER });
			await client.connect();
			await client.query(`DROP SCHEMA "${schema}" CASCADE`);
			await client.end();
		},
	};
}

describeStore('the PostgreSQL store', openSchema);
