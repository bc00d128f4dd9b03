import type { INodeType, INodeTypeDescription, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { Dispatcher } from '../../engine/dispatch/dispatcher';
import { systemTimers } from '../../engine/dispatch/timers';
import { readAccount } from '../shared/account';
import { testCredential } from '../shared/credential-test';
import { execute, PACE } from '../shared/dispatching';
import { reporter } from '../shared/errors';
import { keepHouse } from '../shared/housekeeping';
import { watchReviews } from '../shared/review-watch';
import { batchFor, serveSaving } from '../shared/saving';
import { openStore, PROCESS_ID } from '../shared/stores';
import { searchTemplates } from '../shared/template-search';
import { outputsOf, sampleOutputs, testRecipient } from './items';
import { outputs, properties, triggerPanel } from './properties';
import { changeReport } from './change-report';
import { dispatchEvents, sampleEvents } from './events';
import { ownerOf, publish } from './publish';
import { watchNotices } from './notices';
import { readDefinition, readOptions } from './read-definition';

export class SequenceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Sequence Trigger',
		name: 'sequenceTrigger',
		icon: { light: 'file:sequenceTrigger.svg', dark: 'file:sequenceTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["sequenceName"] }}',
		description: 'Holds a sequence of messages and starts the workflow for every contact whose next step is due',
		eventTriggerDescription: '',
		activationMessage: 'The sequence is published: contacts can be enrolled, and every due step starts this workflow.',
		defaults: { name: 'WhatsApp Sequence Trigger' },
		inputs: [],
		outputs,
		// Its name as a literal: the linter finds out by it that the credential is tested.
		credentials: [{ name: 'whatsAppSequencesApi', required: true, testedBy: 'testCredential' }],
		triggerPanel,
		properties,
	};

	methods = { listSearch: { searchTemplates }, credentialTest: { testCredential } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const account = await readAccount(this);
		const definition = readDefinition(this, account.timeZone);
		const options = readOptions(this);
		const stepNames = options.outputPerStep ? definition.steps.map((step) => step.name) : null;
		const eventsOutput = (stepNames?.length ?? 1) + (options.noticesOutput ? 1 : 0);
		if (this.getMode() === 'manual') {
			const recipient = testRecipient(account);
			const firstStep = definition.steps.find(({ enabled }) => enabled)?.name ?? null;
			const emitSamples = async (): Promise<void> => {
				const steps = sampleOutputs(definition, recipient, stepNames, Date.now());
				const events = sampleEvents({ name: definition.name, firstStep }, options.events, recipient, Date.now());
				this.emit(events.length === 0 ? steps : [...steps, ...(options.noticesOutput ? [[]] : []), events]);
			};
			return { manualTriggerFunction: emitSamples };
		}

		const opened = await openStore(account, this);
		const store = opened.forAccount(account.phoneNumberId);
		const published = await publish(this, account, store, definition, options.events);
		const { id: sequenceId } = published;
		const report = changeReport(definition.name, published);
		if (report) this.logger.info(report);
		// An embedded store has one process: leases of another one are leases of the dead.
		if (opened.singleProcess) await store.reclaimFrom(sequenceId, PROCESS_ID, Date.now());
		const watch = watchNotices(this, account, store, { id: sequenceId, name: definition.name, outputs: stepNames?.length ?? 1, noticesOutput: options.noticesOutput });
		const dispatcher = new Dispatcher(
			{ sequenceId, owner: PROCESS_ID, batch: batchFor(opened, options.batch), inFlight: options.inFlight, ...PACE },
			{
				store,
				timers: systemTimers,
				emit: (claim) => execute(this, outputsOf(claim, stepNames)).finally(() => watch.look()),
				report: reporter(this, `Sequence "${definition.name}"`),
			},
		);
		dispatcher.start();
		const events =
			options.events.length > 0
				? dispatchEvents(this, store, { id: sequenceId, name: definition.name, output: eventsOutput })
				: null;
		const endSaving = serveSaving(opened, () => this.emit((stepNames ?? ['']).map(() => [])));
		const leaveHouse = keepHouse(account, store, reporter(this, 'Forgetting old history'));
		const leaveReviews = watchReviews(account, store, this, reporter(this, 'Reviews'));
		return {
			closeFunction: async () => {
				endSaving();
				leaveHouse();
				leaveReviews();
				watch.stop();
				await dispatcher.stop();
				await events?.stop();
				await store.closeSequence(ownerOf(this), Date.now());
			},
		};
	}
}
