/** A phone number of the business. */
export interface BusinessNumber {
	phoneNumberId: string;
	/** Digits with country code, as Meta shows it in webhooks' metadata. */
	displayPhoneNumber: string;
	verifiedName: string;
}

/** One made-up app and business account: all the emulator knows of the business side. The number is its first one. */
export interface EmulatorAccount extends BusinessNumber {
	/** The system-user token that Graph calls carry. */
	accessToken: string;
	/** Further numbers of the same business account. */
	moreNumbers: BusinessNumber[];
	businessAccountId: string;
	appId: string;
	/** Signs the webhooks. */
	appSecret: string;
	verifyToken: string;
	/** Tokens that are not as they should be, to see what comes of them. */
	otherTokens: UserToken[];
	/** Tokens that somebody has taken back since. */
	revokedTokens?: ReadonlySet<string>;
}

/** A system user's token: created for one app, with some permissions. */
export interface UserToken {
	token: string;
	appId: string;
	scopes: string[];
	/** Seconds since the epoch; left out, it never expires. */
	expiresAt?: number;
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
	moreNumbers: [{ phoneNumberId: '100000000000021', displayPhoneNumber: '15550005678', verifiedName: 'Sunrise Café' }],
	otherTokens: [
		{ token: 'EMULATOR-OTHER-APP-ACCESS-TOKEN', appId: '300000000000099', scopes: [MANAGE, SEND] },
		{ token: 'EMULATOR-MANAGE-ONLY-ACCESS-TOKEN', appId: '300000000000003', scopes: [MANAGE] },
	],
};

/** What Meta knows of a token of this business; undefined for a token that nobody has. */
export function findUserToken({ accessToken, appId, otherTokens, revokedTokens }: EmulatorAccount, token: string): UserToken | undefined {
	if (revokedTokens?.has(token)) return undefined;
	return [{ token: accessToken, appId, scopes: [MANAGE, SEND] }, ...otherTokens].find((known) => known.token === token);
}

export function numbersOf(account: EmulatorAccount): BusinessNumber[] {
	return [account, ...account.moreNumbers];
}

/** The number with this id or these digits; the first one when none is named, undefined when there is no such number. */
export function findNumber(account: EmulatorAccount, named: string | undefined): BusinessNumber | undefined {
	if (named === undefined) return account;
	const digits = named.replace(/\D/g, '');
	return numbersOf(account).find(({ phoneNumberId, displayPhoneNumber }) => digits === phoneNumberId || digits === displayPhoneNumber);
}
