import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../../engine/store/open-embedded';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { decode } from '../../../engine/store/static/blob';
import { keysOf } from '../../../engine/store/static/tables';
import { START } from '../builders';
import { SavedWorkflow } from '../saved-workflow';
import { eachCallAnExecution } from '../static-calls';
import { ACCOUNT } from '../store-under-test';
import { describeUpdate, type UpdatedStore } from './describe-update';
import { firstBlob, writeFirstStore, type Rows } from './first-store';

async function openFile(): Promise<UpdatedStore> {
	const folder = await mkdtemp(join(tmpdir(), 'sequences-first-'));
	const file = join(folder, 'store.sqlite');
	const first = openSqlite(file);
	await writeFirstStore(first);
	await first.close();
	const store = await openEmbeddedStore(file, START);
	return {
		account: store.forAccount(ACCOUNT),
		tables: async () => {
			const driver = openSqlite(file);
			try {
				return await driver.transaction(async (session) => {
					const names = Object.keys(await keysOf(session));
					return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await session.all<Rows[string][number]>(`SELECT * FROM ${name}`)])));
				});
			} finally {
				await driver.close();
			}
		},
		close: async () => {
			await store.close();
			await rm(folder, { recursive: true });
		},
	};
}

async function openBlob(): Promise<UpdatedStore> {
	const workflow = new SavedWorkflow('workflow-of-0.1');
	workflow.saved = JSON.stringify(firstBlob('workflow-of-0.1'));
	return {
		account: eachCallAnExecution(workflow),
		doubtsWhatWasHandedOut: true,
		tables: async () => {
			// Whatever is written makes n8n save all tables.
			await eachCallAnExecution(workflow).claimKeywords({ workflowId: 'workflow-first', nodeId: 'node-messages' }, [{ keyword: 'promo', written: 'PROMO', label: 'Workflow first / Keywords' }], START);
			return decode(JSON.parse(workflow.saved!)).tables;
		},
		close: () => workflow.crash(),
	};
}

describeUpdate('an embedded store of version 0.1', openFile);
describeUpdate('workflow static data of version 0.1', openBlob);
