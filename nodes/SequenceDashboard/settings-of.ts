import type { SettingsOverview } from '../../engine/pages/settings';
import type { Account, StoreChoice } from '../shared/account';

/** What the settings page may know: of secrets only whether there is one. */
export function settingsOf(account: Account): SettingsOverview {
	const { phoneNumberId, businessAccountId, appId, timeZone, country, keepHistoryDays, testRecipients } = account;
	return {
		...{ phoneNumberId, businessAccountId, appId, timeZone, country, keepHistoryDays, testRecipients },
		store: placeOf(account.store),
		graph: `${account.graphBaseUrl}/${account.graphVersion}`,
		hasAccessToken: account.accessToken !== '',
		hasAppSecret: account.appSecret !== '',
		hasVerifyToken: account.verifyToken !== '',
	};
}

function placeOf(store: StoreChoice): string {
	if (store.kind === 'static') return 'Workflow Static Data';
	if (store.kind === 'embedded') return store.file === '' ? 'File of This n8n' : store.file;
	return `PostgreSQL: ${store.database} on ${store.host}:${store.port}, schema ${store.schema}`;
}
