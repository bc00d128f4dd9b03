/** The Store contract over a SQL database. Each verb is one transaction; the work is in operations/. */
import type { AccountStore, Store } from './contract';
import type { SqlDriver } from './driver';
import { deskVerbs } from './verbs/desk';
import { movingVerbs } from './verbs/moving';
import { peopleVerbs } from './verbs/people';
import { reviewVerbs } from './verbs/reviews';
import { runVerbs } from './verbs/runs';
import { sendingVerbs } from './verbs/sending';
import { sequenceVerbs } from './verbs/sequences';
import { transactionsOf } from './verbs/transactions';
import { webhookVerbs } from './verbs/webhooks';

/**
 * A store over an open, migrated driver.
 *
 * @param kind embedded, postgres or static
 * @param singleProcess whether a lease of another process can only be one of a dead process
 */
export function sqlStore(driver: SqlDriver, kind: string, singleProcess: boolean): Store {
	const accounts = new Map<string, AccountStore>();
	return {
		kind,
		singleProcess,
		forAccount(phoneNumberId) {
			const known = accounts.get(phoneNumberId);
			if (known) return known;
			const account = sqlAccountStore(driver, phoneNumberId);
			accounts.set(phoneNumberId, account);
			return account;
		},
		close: () => driver.close(),
	};
}

function sqlAccountStore(driver: SqlDriver, account: string): AccountStore {
	const transactions = transactionsOf(driver, account);
	return {
		...sequenceVerbs(transactions),
		...runVerbs(transactions),
		...peopleVerbs(transactions),
		...reviewVerbs(transactions),
		...deskVerbs(transactions),
		...sendingVerbs(transactions),
		...webhookVerbs(transactions),
		...movingVerbs(transactions),
	};
}
