import type { IHookFunctions, INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { serveDashboard } from './serve';

export class SequenceDashboard implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Sequence Dashboard',
		name: 'sequenceDashboard',
		icon: { light: 'file:sequenceDashboard.svg', dark: 'file:sequenceDashboard.dark.svg' },
		group: ['trigger'],
		// Not 1, for which n8n evaluates an expression for every webhook (see WhatsAppMessageTrigger).
		version: [2],
		defaultVersion: 2,
		subtitle: 'web page',
		description: 'Serves a web page with the sequences of your WhatsApp number: figures, people, timelines, and what needs a decision',
		eventTriggerDescription: '',
		activationMessage: 'The dashboard can be opened at its Production URL from now on.',
		defaults: { name: 'WhatsApp Sequence Dashboard' },
		inputs: [],
		outputs: [],
		credentials: [{ name: CREDENTIAL, required: true }],
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'dashboard' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'dashboard', ndvHideUrl: true },
		],
		triggerPanel: {
			header: 'Open the dashboard',
			executionsHelp: {
				inactive:
					'<b>To open it</b>: set Dashboard User and Dashboard Password in the credential, publish this workflow, and open the Production URL (under Webhook URLs above) in a browser. It asks for that user and password.<br /><br />The Test URL answers a single request after you click the button, so only the first page can be seen with it.',
				active:
					'<b>The dashboard is served</b>: open the Production URL (under Webhook URLs above) in a browser. It asks for the Dashboard User and Dashboard Password of the credential.<br /><br />Nobody’s visit starts an execution.',
			},
			activationHint: 'Publish the workflow, and the dashboard stays open at its Production URL.',
		},
		properties: [
			{
				displayName:
					'Open the Production URL (under Webhook URLs above) in a browser once the workflow is published. User and password are those of the credential; without a password nobody gets in.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	/** Nobody outside has to know of the address: it is for people. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await serveDashboard(this);
	}
}
