/** Which message led to a conversion: the last one that counts by the rule of its sequence. Pure. */
import type { Attribution } from './definition';
import { dueAfter } from './schedule';

/** What holds for a sequence that says nothing: a message that went out up to seven days before. */
export const USUAL_ATTRIBUTION: Attribution = { within: { amount: 7, unit: 'days' }, by: 'sent' };

/** A message of a sequence to the contact. Times are UTC milliseconds, null for what did not happen. */
export interface Touch {
	sentAt: number | null;
	deliveredAt: number | null;
	readAt: number | null;
}

/** When the touch counts for a conversion at `at`; null when it does not. */
export function touchAt(touch: Touch, rule: Attribution, coupon: string | null, at: number, zone: string): number | null {
	if (rule.by === 'coupon' && !sameCode(rule.coupon, coupon)) return null;
	const touched = rule.by === 'read' ? touch.readAt : rule.by === 'delivered' ? (touch.deliveredAt ?? touch.readAt) : touch.sentAt;
	return touched !== null && touched <= at && dueAfter(touched, rule.within, zone) >= at ? touched : null;
}

function sameCode(wanted: string | undefined, used: string | null): boolean {
	return wanted !== undefined && used !== null && wanted.trim().toLowerCase() === used.trim().toLowerCase();
}
