/**
 * What travels in biz_opaque_callback_data and comes back in every status: enrollment, step and node, so that a
 * status finds its send even when the answer with the wamid was lost. Meta takes up to 512 characters; the parts
 * are two ids and a step name of at most 100.
 */
import type { SendRow } from '../../sql/rows';

export interface CallbackKey {
	enrollment_id: string;
	node: string;
	step: string;
}

export function callbackDataOf(send: Pick<SendRow, 'id' | 'enrollment_id' | 'step' | 'node'>): string {
	if (send.enrollment_id === null) return JSON.stringify({ send: send.id });
	return JSON.stringify({ enrollment: send.enrollment_id, node: send.node, step: send.step });
}

/** The send's key or id; null for data that another program put there. */
export function readCallbackData(data: string | undefined): CallbackKey | { id: string } | null {
	if (!data?.startsWith('{')) return null;
	try {
		const { enrollment, node, step, send } = JSON.parse(data) as Record<string, unknown>;
		if (typeof send === 'string') return { id: send };
		if (typeof enrollment !== 'string' || typeof node !== 'string' || typeof step !== 'string') return null;
		return { enrollment_id: enrollment, node, step };
	} catch {
		return null;
	}
}
