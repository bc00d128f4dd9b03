import type { SqlDriver } from '../../../engine/store/driver';
import { migrate } from '../../../engine/store/migrate';
import { sqlStore } from '../../../engine/store/sql-store';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import type { SendStatus } from '../../../engine/whatsapp/webhook-event';
import { definition, enrollRequest, owner, START, status } from '../../conformance/builders';
import { claimOne, LIVING, sendAccepted } from '../../conformance/verbs';

async function countersAfter(...statuses: SendStatus[]): Promise<Record<string, number>> {
	const driver = openSqlite(':memory:');
	try {
		await migrate(driver, START);
		const account = sqlStore(driver, 'embedded', true).forAccount('1');
		const { id } = await account.publishSequence(definition(), owner(), START);
		await account.enroll([enrollRequest()], START);
		await sendAccepted(account, await claimOne(account, id), 'wamid.1');
		for (const value of statuses) await account.applyWebhook([status('wamid.1', value, START)], LIVING, START);
		return await counters(driver);
	} finally {
		await driver.close();
	}
}

async function counters(driver: SqlDriver): Promise<Record<string, number>> {
	const rows = await driver.transaction((session) =>
		session.all<{ step: string; event: string; total: number }>("SELECT step, event, total FROM step_counter WHERE total <> 0 AND step <> '' ORDER BY event"),
	);
	return Object.fromEntries(rows.map(({ step, event, total }) => [`${step} ${event}`, total]));
}

describe('the counters of a step', () => {
	it.each<[SendStatus[], Record<string, number>]>([
		[[], { 'hello accepted': 1 }],
		[['sent'], { 'hello accepted': 1 }],
		[['sent', 'delivered', 'read'], { 'hello accepted': 1, 'hello delivered': 1, 'hello read': 1 }],
		[['read'], { 'hello accepted': 1, 'hello delivered': 1, 'hello read': 1 }],
		[['read', 'delivered', 'sent', 'read'], { 'hello accepted': 1, 'hello delivered': 1, 'hello read': 1 }],
		[['failed'], { 'hello accepted': 1, 'hello failed': 1 }],
		[['failed', 'failed', 'sent'], { 'hello accepted': 1, 'hello failed': 1 }],
		// What was delivered cannot have failed, whichever is told first.
		[['delivered', 'failed'], { 'hello accepted': 1, 'hello delivered': 1 }],
		[['failed', 'delivered'], { 'hello accepted': 1, 'hello delivered': 1 }],
	])('after %j', async (statuses, expected) => {
		expect(await countersAfter(...statuses)).toEqual(expected);
	});
});
