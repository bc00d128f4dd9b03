/** What the credential says, without its secrets. */
import { factList } from '../elements';
import { foreign, html } from '../html';
import { texts } from '../texts';
import type { PageFamily } from '../visit';

/** Secrets are known here only as being set or not. */
export interface SettingsOverview {
	phoneNumberId: string;
	businessAccountId: string;
	appId: string;
	timeZone: string;
	country: string;
	/** Kind and place of the store, without its password. */
	store: string;
	/** 0 for ever. */
	keepHistoryDays: number;
	testRecipients: readonly string[];
	/** Base address and version. */
	graph: string;
	hasAccessToken: boolean;
	hasAppSecret: boolean;
	hasVerifyToken: boolean;
}

export function settingsPages(overview: SettingsOverview): PageFamily {
	const words = texts.settings;
	const set = (is: boolean): string => (is ? words.set : words.notSet);
	const lines: Array<[string, string]> = [
		[words.number, overview.phoneNumberId],
		[words.business, overview.businessAccountId],
		[words.app, overview.appId],
		[words.timeZone, overview.timeZone],
		[words.country, overview.country],
		[words.store, overview.store],
		[words.history, overview.keepHistoryDays === 0 ? words.forEver : words.days(overview.keepHistoryDays)],
		[words.testRecipients, overview.testRecipients.length === 0 ? words.everybody : overview.testRecipients.join(', ')],
		[words.graph, overview.graph],
		[words.token, set(overview.hasAccessToken)],
		[words.appSecret, set(overview.hasAppSecret)],
		[words.verifyToken, set(overview.hasVerifyToken)],
	];
	const body = html`<p>${words.explain}</p><div class="card">${factList(lines.map(([label, value]) => [label, value === '' ? '–' : foreign(value)]))}</div>`;
	return {
		menu: [{ page: 'settings', label: words.title }],
		routes: [{ method: 'GET', page: 'settings', answer: () => Promise.resolve({ kind: 'page', title: words.title, body }) }],
	};
}
