/** The page behind a review's link. */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { wakeAll } from '../../engine/dispatch/review-watch';
import { answerReviewLink } from '../../engine/pages/reviews';
import { texts } from '../../engine/pages/texts';
import { readAccount } from '../shared/account';
import { reporter } from '../shared/errors';
import { formTooLarge, plainPage, readPageRequest, sealOf, sendPage } from '../shared/pages';
import { wakerOf } from '../shared/review-watch';
import { openAccountStore } from '../shared/stores';

export async function servePage(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = await readPageRequest(context);
	if (request === null) return sendPage(context, formTooLarge());
	const report = reporter(context, 'WhatsApp Review Gate');
	try {
		const account = await readAccount(context);
		const store = await openAccountStore(account, context);
		const onDecided = (): void => void wakeAll(store, wakerOf(context), Date.now()).catch(report);
		const seals = { review: sealOf(account, 'review'), form: sealOf(account, 'form') };
		return sendPage(context, await answerReviewLink(request, { seals, store, timeZone: account.timeZone, onDecided }));
	} catch (error) {
		report(error);
		return sendPage(context, plainPage(500, texts.refusals.failedTitle, texts.refusals.failed));
	}
}
