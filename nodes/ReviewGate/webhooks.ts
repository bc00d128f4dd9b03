/** The addresses of a gate. */
import type { IHookFunctions, IWebhookDescription } from 'n8n-workflow';

const page = { path: 'review', responseMode: 'onReceived', ndvHideUrl: true } as const;

export const gateWebhooks: IWebhookDescription[] = [
	{ ...page, name: 'default', httpMethod: 'GET' },
	{ ...page, name: 'default', httpMethod: 'HEAD' },
	{ ...page, name: 'default', httpMethod: 'POST' },
	// Where an execution is woken that waits here (n8n knows two names only); n8n checks the signature of its address.
	{ name: 'setup', httpMethod: 'POST', path: '', restartWebhook: true, responseMode: 'onReceived', responseData: 'noData', ndvHideUrl: true },
];

/** Where the gate's own static data keeps the address of its page, as n8n told it when the workflow was published. */
export const PAGE_ADDRESS = 'reviewPage';

const keepAddress = (hook: IHookFunctions): void => {
	hook.getWorkflowStaticData('node')[PAGE_ADDRESS] = hook.getNodeWebhookUrl('default');
};

/** Nobody outside has to know of the address: the gate gives it out, a link for each review. */
export const gateWebhookMethods = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			keepAddress(this);
			return true;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			keepAddress(this);
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};
