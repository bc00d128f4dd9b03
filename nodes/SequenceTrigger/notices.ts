/** How the trigger tells people what they should know: on an output of its own, or as a failed execution. */
import { NodeOperationError, type IDataObject, type INodeExecutionData, type ITriggerFunctions } from 'n8n-workflow';
import { NoticeWatch } from '../../engine/dispatch/notice-watch';
import { systemTimers } from '../../engine/dispatch/timers';
import { explain } from '../../engine/sequence/reason';
import type { AccountStore, Notice } from '../../engine/store/contract';
import { isSendable } from '../../engine/whatsapp/template';
import { sharedTemplateCatalog } from '../../engine/whatsapp/template-catalog';
import { templateLabel } from '../../engine/whatsapp/template-label';
import type { Account } from '../shared/account';
import { reporter } from '../shared/errors';
import { graphTransport } from '../shared/graph';

export interface WatchedSequence {
	id: string;
	name: string;
	/** Outputs before the one for notices. */
	outputs: number;
	/** Notices have an output of their own. */
	noticesOutput: boolean;
}

export function watchNotices(trigger: ITriggerFunctions, account: Account, store: AccountStore, sequence: WatchedSequence): NoticeWatch {
	const watch = new NoticeWatch(sequence.id, {
		store,
		timers: systemTimers,
		isApproved: async (template) => {
			const list = await sharedTemplateCatalog(account).read(graphTransport(trigger, account), 0);
			return list.all.some((one) => templateLabel(one) === template && isSendable(one));
		},
		tell: (notice) => tell(trigger, sequence, notice),
		report: reporter(trigger, `Notices of the sequence "${sequence.name}"`),
	});
	watch.start();
	return watch;
}

/** What somebody has to act upon. */
const TOLD_AS_FAILURE: ReadonlySet<Notice['kind']> = new Set(['sequence_paused', 'changes_wait', 'account_stopped']);

function tell(trigger: ITriggerFunctions, { name, outputs, noticesOutput }: WatchedSequence, notice: Notice): void {
	const sentence = sentenceOf(notice, name);
	trigger.logger.warn(sentence);
	if (noticesOutput) trigger.emit([...Array.from({ length: outputs }, () => []), [noticeItem(notice, name, sentence)]]);
	else if (TOLD_AS_FAILURE.has(notice.kind)) {
		// The list of executions shows it, and n8n runs the error workflow.
		trigger.saveFailedExecution?.(new NodeOperationError(trigger.getNode(), sentence, { description: notice.detail, level: 'warning' }));
	}
}

function noticeItem({ kind, template, reason, detail, at }: Notice, sequence: string, sentence: string): INodeExecutionData {
	const about = kind === 'account_stopped' || kind === 'account_resumed' ? { sequence: null, template: null } : { sequence, template };
	return { json: { notice: { kind, text: sentence, ...about, reason, detail, at: new Date(at).toISOString() } as IDataObject } };
}

export function sentenceOf({ kind, reason, detail }: Notice, sequence: string): string {
	switch (kind) {
		case 'sequence_paused':
			return `The sequence "${sequence}" is paused: Meta does not send one of its templates. ${detail} Everybody keeps their place. It goes on by itself once Meta approves the template again, or when you resume it.`;
		case 'sequence_resumed':
			return `The sequence "${sequence}" goes on: ${detail}`;
		case 'changes_wait':
			return `The sequence "${sequence}" is locked: what was changed on the canvas waits until somebody enters its password on the dashboard. ${detail}`;
		case 'account_stopped':
			return `Nothing is sent from this WhatsApp number at the moment. ${explain(reason)} ${detail} Everybody keeps their place, and no attempt is used up. From time to time one message is tried; when it goes through, everything goes on.`;
		case 'account_resumed':
			return 'Messages of this WhatsApp number go through again, and its sequences go on.';
	}
}
