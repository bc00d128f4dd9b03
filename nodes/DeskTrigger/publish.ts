/** On activation the timers become sequences of the account: everything is checked before anything is written. */
import { NodeOperationError, type ITriggerFunctions } from 'n8n-workflow';
import { faultsOfTimers, sequenceOf, type DeskTimer } from '../../engine/desk/timers';
import type { ConversationMoment } from '../../engine/sequence/definition';
import type { AccountStore, SequenceOwner } from '../../engine/store/contract';
import { toNodeError } from '../shared/errors';
import { ownerOf } from '../SequenceTrigger/publish';
import { ALL_MOMENTS } from './timers';

export interface RunningTimer {
	timer: DeskTimer;
	sequenceId: string;
}

/** One node publishes several sequences, each as an owner of its own. */
function timerOwner(trigger: ITriggerFunctions, moment: ConversationMoment): SequenceOwner {
	const owner = ownerOf(trigger);
	return { ...owner, nodeId: `${owner.nodeId}:${moment}` };
}

export async function publishTimers(trigger: ITriggerFunctions, store: AccountStore, timers: DeskTimer[], timeZone: string): Promise<RunningTimer[]> {
	const [first, ...others] = faultsOfTimers(timers);
	if (first !== undefined) {
		throw new NodeOperationError(trigger.getNode(), first, {
			description: others.length > 0 ? `Also: ${others.join(' ')}` : 'Nothing was published. Change the node and publish the workflow again.',
		});
	}
	try {
		const running: RunningTimer[] = [];
		for (const timer of timers) {
			const { id } = await store.publishSequence(sequenceOf(timer, timeZone), timerOwner(trigger, timer.moment), Date.now());
			running.push({ timer, sequenceId: id });
		}
		await closeTimers(trigger, store, ALL_MOMENTS.filter((moment) => !timers.some((timer) => timer.moment === moment)));
		await store.followConversations(Date.now());
		return running;
	} catch (error) {
		throw toNodeError(trigger.getNode(), error);
	}
}

export async function closeTimers(trigger: ITriggerFunctions, store: AccountStore, moments: ConversationMoment[]): Promise<void> {
	for (const moment of moments) await store.closeSequence(timerOwner(trigger, moment), Date.now());
}
