import type { Emulator } from '../../emulator';

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
	};
}
