/**
 * A process of its own that kills itself with SIGKILL in the middle of settling sends: at the point given, counted
 * over the statements of the transaction and its commit. Arguments: file, point, permits as JSON.
 */
import { sqlStore } from '../../../engine/store/sql-store';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { START } from '../builders';
import { ACCOUNT } from '../store-under-test';
import { FailingDriver } from './failing-driver';

async function main([file, point, sendIds]: string[]): Promise<void> {
	const driver = new FailingDriver(openSqlite(file!), () => process.kill(process.pid, 'SIGKILL'));
	const account = sqlStore(driver, 'embedded', true).forAccount(ACCOUNT);
	driver.failAt(Number(point));
	const ids = JSON.parse(sendIds!) as string[];
	await account.settleSends(ids.map((sendId, n) => ({ sendId, outcome: { kind: 'accepted', wamid: `wamid.${n}` } })), START);
	// The commit has been answered: what is killed now must not take it back.
	process.kill(process.pid, 'SIGKILL');
}

void main(process.argv.slice(2));
