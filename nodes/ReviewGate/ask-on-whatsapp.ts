/** Asks a reviewer in WhatsApp, with buttons that decide. It belongs to no sequence and to no customer. */
import type { ReviewView } from '../../engine/store/contract';
import { reviewButtonId } from '../../engine/whatsapp/review-button';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Verdict } from '../../engine/sequence/review';

/** Meta takes no longer body in a message with buttons (Meta: messages/interactive-reply-buttons-messages). */
const LONGEST_BODY = 1_024;

export interface Asked {
	sent: boolean;
	/** Why it did not leave; null when it did. */
	error: string | null;
}

export async function askOnWhatsApp(transport: GraphTransport, phoneNumberId: string, review: ReviewView, rejects: Verdict): Promise<Asked> {
	const answer = await transport.call({ method: 'POST', path: `${phoneNumberId}/messages`, body: questionOf(review, rejects) });
	if (answer.kind === 'ok') return { sent: true, error: null };
	if (answer.kind === 'refused') return { sent: false, error: `${answer.error.message} (code ${answer.error.code})` };
	return { sent: false, error: answer.detail };
}

function questionOf({ id, reviewer, contact, sequence, step, shown }: ReviewView, rejects: Verdict): Record<string, unknown> {
	const about = [contact?.name ?? contact?.phone ?? null, sequence === null ? null : `${sequence}: ${step}`].filter(Boolean).join(' · ');
	const body = [about, shown].filter(Boolean).join('\n\n');
	const button = (verdict: Verdict, title: string) => ({ type: 'reply', reply: { id: reviewButtonId(id, verdict), title } });
	return {
		messaging_product: 'whatsapp',
		recipient_type: 'individual',
		to: reviewer,
		type: 'interactive',
		interactive: {
			type: 'button',
			body: { text: body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY - 1)}…` : body },
			action: { buttons: [button('approve', 'Approve'), button(rejects, 'Reject')] },
		},
	};
}
