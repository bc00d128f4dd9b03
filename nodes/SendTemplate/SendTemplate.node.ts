import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { CREDENTIAL } from '../shared/account';
import { searchTemplates } from '../shared/template-search';
import { summary, toOutputs } from './output-items';
import { properties } from './properties';
import { sendItems } from './send-items';
import { templateFields } from './template-fields';

export class SendTemplate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Send Template',
		name: 'sendTemplate',
		icon: { light: 'file:sendTemplate.svg', dark: 'file:sendTemplate.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["message"] === "step" ? "as the step says" : $parameter["message"] }}',
		description: 'Sends a WhatsApp template or session message once, and says why when it does not',
		defaults: { name: 'WhatsApp Send Template' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Sent', 'Not Sent'],
		// An agent would see the first output only, and so never learn that a message was not sent.
		usableAsTool: undefined,
		credentials: [{ name: CREDENTIAL, required: true }],
		hints: [
			{
				message: 'Outside the 24 hours after a contact’s last message, WhatsApp takes templates only; such items come out at Not Sent.',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ !["step", "template", "auto"].includes($parameter["message"]) }}',
			},
		],
		properties,
	};

	methods = {
		listSearch: { searchTemplates },
		resourceMapping: { templateFields },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const reports = await sendItems(this, items);
		const notSent = summary(reports);
		if (notSent) this.addExecutionHints({ message: notSent, location: 'outputPane', type: 'warning' });
		return toOutputs(items, reports);
	}
}
