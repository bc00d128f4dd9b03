import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { START } from './builders';
import { describeStore } from './describe-store';
import type { OpenedStore } from './store-under-test';

async function openFile(): Promise<OpenedStore> {
	const folder = await mkdtemp(join(tmpdir(), 'sequences-'));
	const file = join(folder, 'store.sqlite');
	let store = await openEmbeddedStore(file, START);
	return {
		store,
		reopen: async () => {
			await store.close();
			store = await openEmbeddedStore(file, START);
			return store;
		},
		close: async () => {
			await store.close();
			await rm(folder, { recursive: true });
		},
	};
}

async function openMemory(): Promise<OpenedStore> {
	const store = await openEmbeddedStore(':memory:', START);
	return { store, close: () => store.close() };
}

describeStore('the embedded store in a file', openFile);
describeStore('the embedded store in memory', openMemory);
