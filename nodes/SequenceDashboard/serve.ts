/** One request of a browser: the site of this credential answers it. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { wakeAll } from '../../engine/dispatch/review-watch';
import { attentionPages } from '../../engine/pages/attention';
import { contactPages } from '../../engine/pages/contact';
import { deskPages } from '../../engine/pages/desk';
import { GuessDelays } from '../../engine/pages/password';
import { reviewPages } from '../../engine/pages/reviews';
import { sequencePages } from '../../engine/pages/sequences';
import { settingsPages } from '../../engine/pages/settings';
import { Site, type SiteSettings } from '../../engine/pages/site';
import { readAccount, type Account } from '../shared/account';
import { reporter } from '../shared/errors';
import { formTooLarge, readPageRequest, sealOf, sendPage } from '../shared/pages';
import { wakerOf } from '../shared/review-watch';
import { openAccountStore } from '../shared/stores';
import { settingsOf } from './settings-of';

/** Who guesses at which number's password, by phone number id; shared by all its dashboards in this process. */
const delays = new Map<string, GuessDelays>();

export async function serveDashboard(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const account = await readAccount(context);
	const request = await readPageRequest(context);
	if (request === null) return sendPage(context, formTooLarge());
	const site = new Site({
		families: familiesOf(account, context),
		login: { user: account.dashboardUser, password: account.dashboardPassword },
		delays: delaysOf(account.phoneNumberId),
		seals: { form: sealOf(account, 'form'), message: sealOf(account, 'message') },
		timeZone: account.timeZone,
		openStore: () => openAccountStore(account, context),
		onError: reporter(context, 'WhatsApp Sequence Dashboard'),
	});
	return sendPage(context, await site.answer(request));
}

/** The pages in the order of the menu. */
function familiesOf(account: Account, context: IWebhookFunctions): SiteSettings['families'] {
	// Items from elsewhere wait in their executions, which go on once all of theirs are decided.
	const reviews = reviewPages(({ store, now }) => wakeAll(store, wakerOf(context), now));
	return [sequencePages(account.country), contactPages(account.country), deskPages(), attentionPages(), reviews, settingsPages(settingsOf(account))];
}

function delaysOf(phoneNumberId: string): GuessDelays {
	const known = delays.get(phoneNumberId) ?? new GuessDelays();
	delays.set(phoneNumberId, known);
	return known;
}
