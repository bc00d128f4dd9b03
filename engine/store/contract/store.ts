import type { AccountStore } from './account-store';

export interface Store {
	/** embedded, postgres, static */
	readonly kind: string;
	/** True when only this process may use it, so that leases of others belong to dead processes. */
	readonly singleProcess: boolean;
	forAccount(phoneNumberId: string): AccountStore;
	close(): Promise<void>;
}
