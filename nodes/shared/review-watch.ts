/** Silence about reviews, and executions that wait for them, while any trigger of a business number is active. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ReviewWatch, type Wake } from '../../engine/dispatch/review-watch';
import { systemTimers } from '../../engine/dispatch/timers';
import type { AccountStore } from '../../engine/store/contract';
import type { Account } from './account';

interface HttpContext {
	helpers: { httpRequest(options: IHttpRequestOptions): Promise<unknown> };
}

const TIMEOUT_MS = 10_000;

/** n8n's own address is called; the signature in it proves the right to, so it is in no error and no log. */
export function wakerOf({ helpers }: HttpContext): Wake {
	return async ({ resumeUrl }) => {
		const url = new URL(resumeUrl);
		try {
			const options = { method: 'POST', url: url.href, returnFullResponse: true, ignoreHttpStatusErrors: true, disableFollowRedirect: true, timeout: TIMEOUT_MS } as const;
			const { statusCode } = (await helpers.httpRequest(options)) as { statusCode: number };
			// 401, 404 and 409: deleted, or it has gone on.
			if ([401, 404, 409, 410].includes(statusCode)) return 'gone';
			return statusCode < 300 ? 'woken' : 'later';
		} catch {
			return 'later';
		}
	};
}

const watches = new Map<string, { watch: ReviewWatch; triggers: number }>();

/** Call it when a trigger becomes active, and what it answers when that trigger is active no more. */
export function watchReviews(account: Account, store: AccountStore, context: HttpContext, report: (error: unknown) => void): () => void {
	const address = JSON.stringify([account.store, account.phoneNumberId]);
	const known = watches.get(address) ?? open(address, store, context, report);
	known.triggers += 1;
	let active = true;
	return () => {
		if (!active) return;
		active = false;
		known.triggers -= 1;
		if (known.triggers > 0) return;
		known.watch.stop();
		watches.delete(address);
	};
}

function open(address: string, store: AccountStore, context: HttpContext, report: (error: unknown) => void) {
	const opened = { watch: new ReviewWatch({ store, timers: systemTimers, wake: wakerOf(context), report }), triggers: 0 };
	watches.set(address, opened);
	opened.watch.start();
	return opened;
}
