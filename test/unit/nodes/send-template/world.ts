import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { SendTemplate } from '../../../../nodes/SendTemplate/SendTemplate.node';
import { ALL } from '../../whatsapp/sample-templates';
import { FakeStore } from '../../dispatch/fake-store';

/** Handed to the node in place of the real store; see the jest.mock in the tests. */
export const opened: { store: FakeStore; fault: Error | null } = { store: new FakeStore(), fault: null };

let accounts = 0;

export interface World {
	/** Node parameters as the editor saves them. */
	parameters: IDataObject;
	credentials: IDataObject;
	store: FakeStore;
	/** Bodies of the messages that were posted. */
	posted: IDataObject[];
	templateReads: number;
	/** Calls of getNodeParameter that evaluated something. */
	evaluations: string[];
	credentialReads: number;
	hints: NodeExecutionHint[];
	continueOnFail: boolean;
	signal: AbortSignal | undefined;
	/** Meta's answers; throw for a failed connection. */
	answer: (options: IHttpRequestOptions) => { statusCode: number; body: unknown };
	run(items: IDataObject[]): Promise<[INodeExecutionData[], INodeExecutionData[]]>;
}

/** A Send Template node with everything around it; expressions are functions of the item's number, kept under "=key". */
export function world(parameters: IDataObject = {}, expressions: Record<string, (item: number) => unknown> = {}): World {
	// Template catalogs are shared per account in a process: each test brings its own account.
	accounts += 1;
	const businessAccountId = `waba-${accounts}`;
	opened.store = new FakeStore();
	opened.fault = null;
	const here: World = {
		parameters: { message: 'step', ...parameters },
		credentials: { accessToken: 'token', phoneNumberId: `phone-${accounts}`, businessAccountId, country: 'DE' },
		store: opened.store,
		posted: [],
		templateReads: 0,
		evaluations: [],
		credentialReads: 0,
		hints: [],
		continueOnFail: false,
		signal: undefined,
		answer: (options) => {
			if (options.method === 'GET') return { statusCode: 200, body: { data: ALL } };
			return { statusCode: 200, body: { messages: [{ id: `wamid.${here.posted.length}` }] } };
		},
		run: async (items) => {
			const node = new SendTemplate();
			const outputs = await node.execute.call(contextOf(here, items, expressions));
			return outputs as [INodeExecutionData[], INodeExecutionData[]];
		},
	};
	return here;
}

function contextOf(here: World, items: IDataObject[], expressions: Record<string, (item: number) => unknown>): IExecuteFunctions {
	const node = { id: 'node-1', name: 'Send', type: 'sendTemplate', typeVersion: 1, position: [0, 0], parameters: here.parameters };
	const evaluate = (value: unknown, item: number): unknown => {
		if (typeof value === 'string') return value.startsWith('=') ? expressions[value](item) : value;
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, evaluate(one, item)]));
	};
	const context = {
		getNode: () => node,
		getInputData: () => items.map((json) => ({ json })),
		continueOnFail: () => here.continueOnFail,
		getExecutionCancelSignal: () => here.signal,
		addExecutionHints: (...hints: NodeExecutionHint[]) => here.hints.push(...hints),
		getCredentials: async () => {
			here.credentialReads += 1;
			return here.credentials;
		},
		getNodeParameter: (name: string, item: number, fallback: unknown, options: { rawExpressions?: boolean; extractValue?: boolean } = {}) => {
			const found = name.split('.').reduce<unknown>((value, part) => (value as IDataObject | undefined)?.[part], here.parameters) ?? fallback;
			if (options.rawExpressions) return found;
			here.evaluations.push(name);
			const value = evaluate(found, item);
			return options.extractValue ? ((value as IDataObject).value ?? value) : value;
		},
		helpers: {
			httpRequest: async () => undefined,
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				if (options.method === 'GET') here.templateReads += Number(String(options.url).endsWith('message_templates'));
				else here.posted.push(options.body as IDataObject);
				return here.answer(options);
			},
		},
	};
	return context as unknown as IExecuteFunctions;
}

/** An item of the Sequence Trigger. */
export function dueStep(message: IDataObject, more: IDataObject = {}): IDataObject {
	return {
		contact: { id: 'c-1', phone: '+491701234567', userId: null, name: 'Ada' },
		sequence: { id: 's-1', name: 'Promo', version: 1 },
		step: { name: 'Welcome', number: 1, of: 3, message },
		enrollment: { id: 'e-1', lease: 'lease-1', enrolledAt: '2026-01-01T00:00:00.000Z', reference: 'cart-7', context: { city: 'Bonn' }, attempt: 1 },
		dueAt: '2026-01-01T00:00:00.000Z',
		...more,
	};
}

export const WELCOME = {
	kind: 'template',
	name: 'promo_welcome',
	language: 'en',
	variables: { 'header.1': '{name}', 'body.1': '{context.city}', 'body.2': 'SUN', 'button.1.url': 'summer', 'button.3.code': 'SUN20' },
};

export const sendOf = (item: INodeExecutionData): IDataObject => item.json.send as IDataObject;
