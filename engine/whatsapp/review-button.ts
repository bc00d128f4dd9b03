/** The ids of the buttons under which a reviewer decides in WhatsApp: they name the review and the verdict. */
import type { Verdict } from '../sequence/review';

const BUTTON = /^review:([0-9A-Za-z]{15}):(approve|skip|end)$/;

export function reviewButtonId(reviewId: string, verdict: Verdict): string {
	return `review:${reviewId}:${verdict}`;
}

/** null for every other payload. It is no permission: the store asks whose number it came from. */
export function readReviewButton(payload: string | undefined): { reviewId: string; verdict: Verdict } | null {
	const [, reviewId, verdict] = BUTTON.exec(payload ?? '') ?? [];
	return reviewId === undefined ? null : { reviewId, verdict: verdict as Verdict };
}
