/**
 * For stores over SQL: a failure between any two statements of a call leaves the database as it was, and the call can
 * simply be repeated.
 */
import type { SqlDriver } from '../../../engine/store/driver';
import { sqlStore } from '../../../engine/store/sql-store';
import { ACCOUNT } from '../store-under-test';
import { dump, rowCounts } from './dump';
import { FailingDriver, InjectedFailure } from './failing-driver';
import { type Operation, OPERATIONS } from './operations';

/** @param open an empty, migrated database; each call opens another one */
export function describeCrashes(name: string, open: () => Promise<SqlDriver>): void {
	describe(`${name}: a failure at any statement`, () => {
		for (const operation of OPERATIONS) {
			it(`of ${operation.name} leaves everything as it was, and the repeated call succeeds`, async () => {
				const expected = await undisturbed(open, operation);
				let points = 0;
				while (await failsAt(open, operation, points + 1, expected)) points++;
				// One statement and the commit at the least.
				expect(points).toBeGreaterThanOrEqual(2);
			}, 60_000);
		}
	});
}

async function undisturbed(open: () => Promise<SqlDriver>, { prepare }: Operation): Promise<Record<string, number>> {
	const driver = await open();
	try {
		const call = await prepare(sqlStore(driver, 'under test', true).forAccount(ACCOUNT));
		await call();
		return rowCounts(await dump(driver));
	} finally {
		await driver.close();
	}
}

/** False when the call has fewer points of failure than that. */
async function failsAt(open: () => Promise<SqlDriver>, { prepare }: Operation, n: number, expected: Record<string, number>): Promise<boolean> {
	const driver = new FailingDriver(await open());
	try {
		const account = sqlStore(driver, 'under test', true).forAccount(ACCOUNT);
		const call = await prepare(account);
		const before = await dump(driver);
		const heard: string[] = [];
		account.onDue((id) => heard.push(id));

		driver.failAt(n);
		const failure = await call().then(
			() => null,
			(error: unknown) => error,
		);
		driver.heal();
		if (failure === null) return false;

		expect(failure).toBeInstanceOf(InjectedFailure);
		expect(await dump(driver)).toEqual(before);
		expect(heard).toEqual([]);
		await call();
		expect(rowCounts(await dump(driver))).toEqual(expected);
		return true;
	} finally {
		await driver.close();
	}
}
