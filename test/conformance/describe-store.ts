/** The suite that every store must pass: call it once per store, from a test file of its own. */
import { accountsAreSeparate } from './behaviours/accounts';
import { claiming } from './behaviours/claiming';
import { consent } from './behaviours/consent';
import { contacts } from './behaviours/contacts';
import { crashRecovery } from './behaviours/crash-recovery';
import { endingExecutions } from './behaviours/ending-executions';
import { enrolling } from './behaviours/enrolling';
import { enrollingTwice } from './behaviours/enrolling-twice';
import { keptMessages } from './behaviours/kept-messages';
import { leases } from './behaviours/leases';
import { lists } from './behaviours/lists';
import { messages } from './behaviours/messages';
import { movingPeople } from './behaviours/moving-people';
import { oneReasonPerStep } from './behaviours/one-reason-per-step';
import { publishing } from './behaviours/publishing';
import { refusals } from './behaviours/refusals';
import { replies } from './behaviours/replies';
import { sendPermission } from './behaviours/send-permission';
import { sends } from './behaviours/sends';
import { severalNodes } from './behaviours/several-nodes';
import { statuses } from './behaviours/statuses';
import { timeline } from './behaviours/timeline';
import { unconfirmedSends } from './behaviours/unconfirmed-sends';
import { webhookReplay } from './behaviours/webhook-replay';
import type { OpenStore } from './store-under-test';

export function describeStore(name: string, open: OpenStore): void {
	describe(name, () => {
		publishing(open);
		movingPeople(open);
		enrolling(open);
		enrollingTwice(open);
		claiming(open);
		leases(open);
		endingExecutions(open);
		sends(open);
		sendPermission(open);
		refusals(open);
		severalNodes(open);
		unconfirmedSends(open);
		statuses(open);
		messages(open);
		keptMessages(open);
		replies(open);
		consent(open);
		contacts(open);
		accountsAreSeparate(open);
		lists(open);
		timeline(open);
		crashRecovery(open);
		webhookReplay(open);
		oneReasonPerStep(open);
	});
}
