/** What Meta's stand-in knows of n8n: the app's webhook, and whether the WhatsApp account sends its events to the app. */
import axios from 'axios';
import type { Emulator } from '../../emulator';

export interface MetaSide {
	/** Addresses that the app is subscribed with. */
	callbacks: string[];
	/** Apps that get the events of the WhatsApp account. */
	subscribedApps: number;
	/** Where messages go at the moment. */
	inForce: string | null;
}

export async function metaSide({ url, account }: Emulator): Promise<MetaSide> {
	const asApp = { headers: { Authorization: `Bearer ${account.appId}|${account.appSecret}` } };
	const asUser = { headers: { Authorization: `Bearer ${account.accessToken}` } };
	const [subscriptions, apps, stats] = await Promise.all([
		axios.get<{ data: Array<{ callback_url: string }> }>(`${url}/v26.0/${account.appId}/subscriptions`, asApp),
		axios.get<{ data: unknown[] }>(`${url}/v26.0/${account.businessAccountId}/subscribed_apps`, asUser),
		axios.get<{ callback: string | null }>(`${url}/emulator/stats`),
	]);
	return {
		callbacks: subscriptions.data.data.map(({ callback_url }) => callback_url),
		subscribedApps: apps.data.data.length,
		inForce: stats.data.callback,
	};
}

/** Meta's side when no n8n has ever been there. */
export const UNTOUCHED: MetaSide = { callbacks: [], subscribedApps: 0, inForce: null };
