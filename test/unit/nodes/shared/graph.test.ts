import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { toAccount } from '../../../../nodes/shared/account';
import { graphTransport, type GraphContext } from '../../../../nodes/shared/graph';

const FIELDS: ICredentialDataDecryptedObject = {
	accessToken: 'EAAtoken',
	appSecret: 'shh-secret',
	appId: '42',
	phoneNumberId: '1065',
	businessAccountId: '7',
	graphBaseUrl: 'https://graph.example.com/',
};
const account = toAccount(FIELDS);

type AuthCall = { type: string; options: IHttpRequestOptions; credentials: ICredentialDataDecryptedObject | undefined; signal: unknown };

function world(respond: () => unknown) {
	const authenticated: AuthCall[] = [];
	const plain: IHttpRequestOptions[] = [];
	const context = {
		getNode: () => ({ id: 'n', name: 'N', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
		getExecutionCancelSignal: () => 'signal of the stop button',
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				plain.push(options);
				return respond();
			},
			// As n8n's helper does: it asks its `this` for the signal.
			async httpRequestWithAuthentication(
				this: unknown,
				type: string,
				options: IHttpRequestOptions,
				more?: { credentialsDecrypted?: { data?: ICredentialDataDecryptedObject } },
			) {
				const signal = (this as { getExecutionCancelSignal(): unknown }).getExecutionCancelSignal();
				authenticated.push({ type, options, credentials: more?.credentialsDecrypted?.data, signal });
				return respond();
			},
		},
	};
	return { transport: graphTransport(context as unknown as GraphContext, account), authenticated, plain };
}

describe('graphTransport', () => {
	it('calls Meta with the credential, which is handed over once instead of being read for each message', async () => {
		const { transport, authenticated } = world(() => ({ statusCode: 200, body: { id: '1' } }));
		const answer = await transport.call({ method: 'POST', path: '1065/messages', body: { type: 'text' } });
		expect(answer).toEqual({ kind: 'ok', body: { id: '1' } });
		expect(authenticated).toHaveLength(1);
		expect(authenticated[0].type).toBe('whatsAppSequencesApi');
		expect(authenticated[0].credentials).toMatchObject({ accessToken: 'EAAtoken' });
		expect(authenticated[0].options).toMatchObject({
			method: 'POST',
			url: 'https://graph.example.com/v26.0/1065/messages',
			body: { type: 'text' },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 30_000,
		});
	});

	it('keeps the stop button from tearing off a POST that may have arrived', async () => {
		const { transport, authenticated } = world(() => ({ statusCode: 200, body: {} }));
		await transport.call({ method: 'POST', path: 'x' });
		expect(authenticated[0].signal).toBeUndefined();
	});

	it('uses the app’s own token where asked to', async () => {
		const { transport, plain, authenticated } = world(() => ({ statusCode: 200, body: {} }));
		await transport.call({ method: 'GET', path: '42/subscriptions', as: 'app', query: { a: 1 } });
		expect(authenticated).toHaveLength(0);
		expect(plain[0]).toMatchObject({ method: 'GET', qs: { a: 1 }, headers: { Authorization: 'Bearer 42|shh-secret' } });
	});

	it('hides tokens that Meta repeats in its error', async () => {
		const body = { error: { code: 190, message: 'Malformed access token EAAtoken', error_data: { details: 'secret shh-secret' } } };
		const { transport } = world(() => ({ statusCode: 401, body }));
		const answer = await transport.call({ method: 'GET', path: 'x' });
		expect(answer).toMatchObject({ kind: 'refused', error: { code: 190, message: 'Malformed access token [hidden]', details: 'secret [hidden]' } });
	});

	it('answers instead of throwing', async () => {
		const { transport } = world(() => {
			throw Object.assign(new Error('Bearer EAAtoken'), { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }) });
		});
		expect(await transport.call({ method: 'GET', path: 'x' })).toEqual({ kind: 'unreachable', detail: 'No connection to graph.example.com (ECONNREFUSED).' });
	});

	it('says so when the base URL is none', async () => {
		const context = { getNode: jest.fn(), helpers: { httpRequest: jest.fn(), httpRequestWithAuthentication: jest.fn().mockRejectedValue(Object.assign(new Error(), { code: 'ERR_INVALID_URL' })) } };
		const transport = graphTransport(context as unknown as GraphContext, { ...account, graphBaseUrl: 'no url' });
		expect(await transport.call({ method: 'GET', path: 'x' })).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining('Graph base URL') });
	});
});
