/** One made-up app, business account and phone number: all the emulator knows of the business side. */
export interface EmulatorAccount {
	/** The system-user token that Graph calls carry. */
	accessToken: string;
	phoneNumberId: string;
	/** Digits with country code, as Meta shows it in webhooks' metadata. */
	displayPhoneNumber: string;
	businessAccountId: string;
	appId: string;
	/** Signs the webhooks. */
	appSecret: string;
	verifyToken: string;
	verifiedName: string;
	/** Tokens that are not as they should be, to see what comes of them. */
	otherTokens: UserToken[];
}

/** A system user's token: created for one app, with some permissions. */
export interface UserToken {
	token: string;
	appId: string;
	scopes: string[];
}

const SEND = 'whatsapp_business_messaging';
const MANAGE = 'whatsapp_business_management';

/** Made-up values; nothing here is valid anywhere else. */
export const DEMO_ACCOUNT: EmulatorAccount = {
	accessToken: 'EMULATOR-DEMO-ACCESS-TOKEN',
	phoneNumberId: '100000000000001',
	displayPhoneNumber: '15550001234',
	businessAccountId: '200000000000002',
	appId: '300000000000003',
	appSecret: 'emulator-demo-app-secret',
	verifyToken: 'emulator-demo-verify-token',
	verifiedName: 'Sunrise Shop',
	otherTokens: [
		{ token: 'EMULATOR-OTHER-APP-ACCESS-TOKEN', appId: '300000000000099', scopes: [MANAGE, SEND] },
		{ token: 'EMULATOR-MANAGE-ONLY-ACCESS-TOKEN', appId: '300000000000003', scopes: [MANAGE] },
	],
};

/** What Meta knows of a token of this business; undefined for a token that nobody has. */
export function findUserToken({ accessToken, appId, otherTokens }: EmulatorAccount, token: string): UserToken | undefined {
	return [{ token: accessToken, appId, scopes: [MANAGE, SEND] }, ...otherTokens].find((known) => known.token === token);
}
