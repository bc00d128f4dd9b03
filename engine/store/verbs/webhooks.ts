/** What WhatsApp tells. */
import { approvedTemplateIn } from '../../whatsapp/notices';
import type { MessageEvent, OtherEvent, PreferenceEvent, StatusEvent, WebhookEvent } from '../../whatsapp/webhook-event';
import type { AccountStore, AppliedWebhook } from '../contract';
import { resumeForTemplates } from '../operations/sequences/pause-for-template';
import { applyMessages, applyPreferences } from '../operations/webhooks/apply-messages';
import { applyNotices } from '../operations/webhooks/apply-notices';
import { applyStatuses } from '../operations/webhooks/apply-statuses';
import { takeTaps } from '../operations/webhooks/reviewer-taps';
import { settleIdentities } from '../operations/webhooks/settle-identities';
import type { Scope } from '../sql/scope';
import { adopt, keep, lastReceived, markAcknowledged, release } from '../sql/webhook-events';
import type { Transactions } from './transactions';

export const webhookVerbs = ({ run, read }: Transactions) =>
	({
		applyWebhook: (events, owner, now) => run(now, (scope) => applyWebhook(scope, events, owner)),
		acknowledgeMessages: (wamids) => read((scope) => markAcknowledged(scope, wamids)),
		keepMessages: (keeper, messages) => read((scope) => keep(scope, keeper, messages)),
		adoptMessages: (keeper, owner) => read((scope) => adopt(scope, keeper, owner)),
		releaseMessages: (wamids) => read((scope) => release(scope, wamids)),
		lastReceivedAt: () => read(lastReceived),
	}) satisfies Partial<AccountStore>;

async function applyWebhook(scope: Scope, events: WebhookEvent[], owner: string): Promise<AppliedWebhook> {
	const preferences = events.filter((event): event is PreferenceEvent => event.kind === 'preference');
	const messages = events.filter((event): event is MessageEvent => event.kind === 'message');
	await settleIdentities(scope, [...preferences, ...messages]);
	// Contacts before sends and counters, in the order in which all verbs lock them.
	await applyPreferences(scope, preferences);
	await applyNotices(scope, events.filter((event): event is OtherEvent => event.kind === 'other'));
	const applied = await applyMessages(scope, await takeTaps(scope, messages), owner);
	const approved = events.flatMap((event) => (event.kind === 'other' ? (approvedTemplateIn(event) ?? []) : []));
	await resumeForTemplates(scope, approved);
	const statuses = await applyStatuses(scope, events.filter((event): event is StatusEvent => event.kind === 'status'));
	return { ...applied, statuses };
}
