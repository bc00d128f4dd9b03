/**
 * Which webhook n8n takes away: it ends a test in the same words as a production webhook (mode "internal", activation
 * "update"), so the test leaves a mark. n8n keeps the static data of a test with its registration, and never saves it.
 */
import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';

const MARK = 'testAddress';
const FORMER = 'addressBeforeTest';

type Context = IHookFunctions | ITriggerFunctions;

/** @param former the override that the test puts aside */
export function beginTest(context: Context, former = ''): void {
	const data = context.getWorkflowStaticData('node');
	data[MARK] = addressOf(context);
	data[FORMER] = former;
}

/** Whether it is the test address that is taken away. */
export function isTestEnding(context: IHookFunctions): boolean {
	const address = addressOf(context);
	return address !== '' && context.getWorkflowStaticData('node')[MARK] === address;
}

/** The override that has to be put back; empty for none. */
export function endTest(context: IHookFunctions): string {
	return String(context.getWorkflowStaticData('node')[FORMER] ?? '');
}

function addressOf(context: Context): string {
	return ('getNodeWebhookUrl' in context && context.getNodeWebhookUrl('default')) || '';
}
