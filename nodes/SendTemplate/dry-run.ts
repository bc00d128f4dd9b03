/** The requests that would have gone to Meta, without asking the store or telling Meta anything. */
import type { IDataObject } from 'n8n-workflow';
import { explain } from '../../engine/sequence/reason';
import type { PreparedSend } from '../../engine/dispatch/prepared-send';
import { callbackDataOf } from '../../engine/store/operations/sending/callback-data';
import { addressed, type MessageContent } from '../../engine/whatsapp/message-body';
import type { Account } from '../shared/account';
import type { SendReport } from './output-items';

/** Stands for the id of a send, which exists only once the store has one. */
const NO_SEND = 'dry-run';

/** A message that may go out either way (Auto) tells both, since only the store knows the window. */
export function dryRunReport({ request, content }: PreparedSend, account: Account): SendReport {
	const report: SendReport = { status: 'dry_run', reason: 'dry_run', explanation: explain('dry_run'), wamid: null };
	if ('withheld' in content) return { ...report, status: 'not_sent', reason: content.withheld.reason, detail: content.withheld.detail };
	const { contact, step, node } = request;
	const to = { phone: contact.phone ?? null, userId: contact.userId ?? null };
	const callbackData = callbackDataOf({ id: NO_SEND, enrollment_id: step?.enrollmentId ?? null, step: step?.step ?? null, node });
	const post = (message: MessageContent): IDataObject | null => {
		const body = addressed(message, to, callbackData);
		return body && { method: 'POST', url: `${account.graphBaseUrl}/${account.graphVersion}/${account.phoneNumberId}/messages`, body: body as IDataObject };
	};
	const first = post(content.message);
	if (!first) return { ...report, status: 'not_sent', reason: 'no_address', explanation: explain('no_address') };
	return { ...report, category: request.category, request: first, ...(content.instead ? { requestOutsideWindow: post(content.instead) } : {}) };
}
