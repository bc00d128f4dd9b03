import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { readAccount } from './account';
import { toNodeError } from './errors';
import { openAccountStore } from './stores';

/** The published sequences of the credential's number, by name: a name travels in an exported workflow, an id does not. */
export async function searchSequences(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	try {
		const store = await openAccountStore(await readAccount(this));
		const wanted = filter.toLowerCase();
		const sequences = (await store.listSequences()).filter(({ name }) => name.toLowerCase().includes(wanted));
		return {
			results: sequences.map(({ name, open, live }) => ({
				name: open ? `${name} (${live} enrolled)` : `${name} (not active, ${live} enrolled)`,
				value: name,
			})),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
