/** What Meta says of the sending number, as findings. Fields: Meta's phone number object (quality_rating, status, health_status). */
import { record, records, text } from '../whatsapp/json-shape';
import { finding, type Finding } from './finding';

/** What to ask Meta for. */
export const NUMBER_FIELDS = 'display_phone_number,verified_name,status,quality_rating,health_status';

/** States in which a number can send, or that say nothing about it. */
const WORKING: ReadonlySet<string> = new Set(['', 'CONNECTED', 'UNKNOWN', 'FLAGGED', 'RATE_LIMITED']);

export function findingsOfNumber(number: Record<string, unknown>): Finding[] {
	const named = [text(number.verified_name), text(number.display_phone_number)].filter(Boolean).join(', ');
	const status = text(number.status).toUpperCase();
	const quality = text(number.quality_rating).toUpperCase();
	const health = record(number.health_status);
	const can = text(health.can_send_message).toUpperCase();
	const found: Finding[] = [];
	if (!WORKING.has(status)) {
		found.push(finding({ severity: 'error', check: 'number', sentence: `The number ${named} cannot send: Meta says ${status}.`, advice: 'Look at the number in WhatsApp Manager > Phone numbers.' }));
	}
	if (can === 'BLOCKED' || can === 'LIMITED') {
		const sentence = `Meta says that sending from ${named} is ${can}.${detailsOf(health)}`;
		found.push(finding({ severity: can === 'BLOCKED' ? 'error' : 'warning', check: 'number', sentence, advice: 'Look at the account in WhatsApp Manager > Overview.' }));
	}
	if (quality === 'RED' || quality === 'YELLOW') {
		found.push(finding({ severity: 'warning', check: 'number', sentence: `The quality of the number ${named} is ${quality}: people block or report its messages, and Meta may lower its limits.`, advice: 'Write to fewer people, and only to those who asked for it.' }));
	}
	if (found.length > 0) return found;
	return [finding({ severity: 'ok', check: 'number', sentence: `The access token works, and the number ${named} can send.`, advice: '' })];
}

function detailsOf(health: Record<string, unknown>): string {
	const errors = records(health.entities).flatMap((entity) => records(entity.errors).map((error) => text(error.error_description)));
	const said = errors.filter(Boolean).join(' ');
	return said === '' ? '' : ` ${said}`;
}
