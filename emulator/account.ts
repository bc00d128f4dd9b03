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
}

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
};
