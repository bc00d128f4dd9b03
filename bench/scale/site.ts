/** One store of one size, and how to open it. */
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { openPostgresStore } from '../../engine/store/open-postgres';
import type { Store } from '../../engine/store/contract';
import { START } from './loader';

export interface Site {
	store: 'postgres' | 'embedded';
	/** Live enrollments. */
	people: number;
	/** For PostgreSQL: the server, and a schema of its own. */
	url: string;
	schema: string;
	/** For the embedded store. */
	file: string;
}

export const openSite = ({ store, url, schema, file }: Site): Promise<Store> =>
	store === 'postgres' ? openPostgresStore({ connectionString: url, schema }, START) : openEmbeddedStore(file, START);
