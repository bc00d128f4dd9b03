import { NodeOperationError, type INodeExecutionData, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';
import { Dispatcher } from '../../engine/dispatch/dispatcher';
import { systemTimers } from '../../engine/dispatch/timers';
import type { AccountStore, Claim, ExecutionEnd, Store } from '../../engine/store/contract';
import { CREDENTIAL, readAccount } from '../shared/account';
import { execute, PACE } from '../shared/dispatching';
import { reporter } from '../shared/errors';
import { keepHouse } from '../shared/housekeeping';
import { batchFor, serveSaving } from '../shared/saving';
import { openStore, PROCESS_ID } from '../shared/stores';
import { testRecipient } from '../SequenceTrigger/items';
import { deskItems, sampleItem } from './items';
import { outputs, properties, triggerPanel } from './properties';
import { closeTimers, publishTimers, type RunningTimer } from './publish';
import { chosenOutputs, OUTPUTS, readTimers } from './timers';

/** Customers in one execution, and executions of one timer at the same time. */
const BATCH = 500;
const IN_FLIGHT = 2;

export class DeskTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Desk Trigger',
		name: 'deskTrigger',
		icon: { light: 'file:deskTrigger.svg', dark: 'file:deskTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ ($parameter["tellAbout"] ?? []).join(", ") }}',
		description: 'Starts the workflow for what the conversation desk has to tell customers and agents, and closes silent conversations',
		eventTriggerDescription: '',
		activationMessage: 'The timers of the conversation desk run now.',
		defaults: { name: 'WhatsApp Desk Trigger' },
		inputs: [],
		outputs,
		credentials: [{ name: CREDENTIAL, required: true }],
		triggerPanel,
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const account = await readAccount(this);
		const timers = readTimers(this);
		const chosen = chosenOutputs(this);
		if (this.getMode() === 'manual') {
			if (chosen.length === 0) throw new NodeOperationError(this.getNode(), 'No output is chosen', { description: 'Choose what the desk is to tell about.' });
			const emitSamples = async (): Promise<void> => {
				const samples = timers.filter((timer) => outputOf(chosen, timer.moment) >= 0).map((timer) => [sampleItem(timer, testRecipient(account), Date.now())]);
				this.emit(samples);
			};
			return { manualTriggerFunction: emitSamples };
		}

		const opened = await openStore(account, this);
		const store = opened.forAccount(account.phoneNumberId);
		const running = await publishTimers(this, store, timers, account.timeZone);
		// An embedded store has one process: leases of another one are leases of the dead.
		if (opened.singleProcess) for (const { sequenceId } of running) await store.reclaimFrom(sequenceId, PROCESS_ID, Date.now());
		const dispatchers = running.map((timer) => dispatcherOf(this, opened, store, timer, chosen));
		for (const dispatcher of dispatchers) dispatcher.start();
		const endSaving = serveSaving(opened, () => this.emit(nothing(chosen)));
		const leaveHouse = keepHouse(account, store, reporter(this, 'Forgetting old history'));
		return {
			closeFunction: async () => {
				endSaving();
				leaveHouse();
				for (const dispatcher of dispatchers) await dispatcher.stop();
				await closeTimers(this, store, running.map(({ timer }) => timer.moment));
			},
		};
	}
}

const outputOf = (chosen: string[], moment: string): number => chosen.findIndex((value) => OUTPUTS.some((output) => output.value === value && output.moment === moment));

const nothing = (chosen: string[]): INodeExecutionData[][] => (chosen.length > 0 ? chosen.map(() => []) : [[]]);

function dispatcherOf(trigger: ITriggerFunctions, opened: Store, store: AccountStore, { timer, sequenceId }: RunningTimer, chosen: string[]): Dispatcher {
	const output = outputOf(chosen, timer.moment);
	return new Dispatcher(
		{ sequenceId, owner: PROCESS_ID, batch: batchFor(opened, BATCH), inFlight: IN_FLIGHT, ...PACE },
		{
			store,
			timers: systemTimers,
			emit: (claim) => (output < 0 ? closeSilent(store, claim) : tell(trigger, store, claim, { chosen, output })),
			report: reporter(trigger, 'Conversation desk'),
		},
	);
}

/** Costs n8n no execution: what is to be told of it comes from the timers of the moments that follow. */
async function closeSilent(store: AccountStore, claim: Claim): Promise<ExecutionEnd> {
	const requests = claim.steps.map(({ contact, enrollment }) => ({
		contact: { id: contact.id },
		action: { kind: 'close' as const, silentSince: enrollment.enrolledAt },
	}));
	await store.workDesk(requests, Date.now());
	return { kind: 'success' };
}

/** One execution for all customers of a claim; resolves when it has ended. */
async function tell(trigger: ITriggerFunctions, store: AccountStore, claim: Claim, { chosen, output }: { chosen: string[]; output: number }): Promise<ExecutionEnd | null> {
	const items = await deskItems(store, claim);
	return await execute(trigger, nothing(chosen).map((empty, i) => (i === output ? items : empty)));
}
