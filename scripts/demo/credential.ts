import type { Emulator } from '../../emulator';

/** Who may open the dashboard of the demo and of the tests: it listens on this machine only. */
export const DASHBOARD = { user: 'demo', password: 'Demo-2026' };

/** The credential's fields for the emulator's business number. */
export function credentialFor({ account, url }: Pick<Emulator, 'account' | 'url'>): Record<string, string> {
	return {
		accessToken: account.accessToken,
		phoneNumberId: account.phoneNumberId,
		businessAccountId: account.businessAccountId,
		appId: account.appId,
		appSecret: account.appSecret,
		verifyToken: account.verifyToken,
		graphBaseUrl: url,
		dashboardUser: DASHBOARD.user,
		dashboardPassword: DASHBOARD.password,
	};
}

/** The credential's fields for a store in a schema of this database. */
export function postgresFields(url: string, schema: string): Record<string, string | number> {
	const { hostname, port, pathname, username, password } = new URL(url);
	return {
		store: 'postgres',
		postgresHost: hostname,
		postgresPort: Number(port || 5432),
		postgresDatabase: pathname.slice(1),
		postgresUser: decodeURIComponent(username),
		postgresPassword: decodeURIComponent(password),
		postgresSchema: schema,
		postgresTls: 'disable',
	};
}
