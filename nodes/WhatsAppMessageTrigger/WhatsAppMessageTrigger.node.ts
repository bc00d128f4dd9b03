import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { searchSequences } from '../shared/sequence-search';
import { WEBHOOK_PATH } from './direct-door';
import { finishItems } from './finish-items';
import { answerHandshake } from './handshake';
import { openTrigger } from './open-trigger';
import { giveKeywordsBack, takeKeywords } from './own-keywords';
import { properties } from './properties';
import { receive } from './receive';
import { isRegistered, register, unregister } from './registration';

export class WhatsAppMessageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Message Trigger',
		name: 'whatsAppMessageTrigger',
		icon: { light: 'file:whatsAppMessageTrigger.svg', dark: 'file:whatsAppMessageTrigger.dark.svg' },
		group: ['trigger'],
		// Not 1: for nodes of typeVersion 1 n8n evaluates an expression for every webhook, and a busy number
		// gets several webhooks per message (n8n: webhook-helpers, parseRequestBody).
		version: [2],
		defaultVersion: 2,
		subtitle: '={{ ({ automatic: "app webhook", number: "number override", account: "account override", manual: "manual webhook" })[$parameter["registration"]] }}',
		description: 'Starts the workflow when someone writes to your WhatsApp number',
		eventTriggerDescription: 'Waiting for you to send a WhatsApp message to your number',
		activationMessage: 'From now on each new WhatsApp message to your number starts this workflow.',
		defaults: { name: 'WhatsApp Message Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: WEBHOOK_PATH },
			// Meta reads the status only; without noData n8n 2.40 answers with the word "firstEntryJson".
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: WEBHOOK_PATH },
		],
		triggerPanel: {
			header: 'Get a WhatsApp message',
			executionsHelp: {
				inactive:
					'<b>While you build</b>: click the button above, then send a WhatsApp message to your business number from your own phone. It appears here.<br /><br /><b>When the workflow is ready</b>: publish it. Then every new message starts it, and you find the runs in the list of executions.',
				active:
					'This workflow is published: every new message to your number starts it, and you find the runs in the list of executions.<br /><br /><b>To test beside it</b>: click the button above and write to your number. Until a message has come, the messages of this number go to the test. With Test Recipients in the credential only theirs do; all others reach the published workflow a little later.',
			},
			activationHint: 'Publish the workflow to get every message, not only this one.',
		},
		hints: [
			{
				message: 'When this workflow is published, it replaces the webhook address that stands where its own is registered (see Registration).',
				type: 'warning',
				location: 'ndv',
				displayCondition: '={{ $parameter["registration"] !== "manual" && $parameter["options"]?.takeOver === true }}',
			},
		],
		properties,
	};

	methods = { listSearch: { searchSequences } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const registered = await isRegistered(this);
				await takeKeywords(this);
				return registered;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await giveKeywordsBack(this);
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return this.getWebhookName() === 'setup' ? await answerHandshake(this) : await receive(this);
	}

	/** Called on activation, beside the webhook. */
	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await openTrigger(this);
	}

	/**
	 * n8n runs it with the items of a webhook or of `emit`. Without it n8n would call `trigger` for a test event, and
	 * lose the items of the webhook (n8n-core: workflow-execute, runNode).
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await finishItems(this)];
	}
}
