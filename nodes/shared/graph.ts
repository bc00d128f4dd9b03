/**
 * Meta's Graph API through n8n's HTTP helper, which brings the user's proxy and network rules along.
 *
 * Measured on 2 cores (n8n-core 2.40, Node 24, 1,500 POSTs, 100 at a time, 100 ms latency): 1.2 ms of CPU each,
 * 0.8 ms without redirect handling. The helper makes a new agent for every request, so no connection is reused,
 * and `agentOptions: {keepAlive: true}` changes nothing (one connection per request either way, counted).
 */
import { randomUUID } from 'node:crypto';
import type { IAllExecuteFunctions, ICredentialsDecrypted, IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';
import { multipartBody } from '../../engine/whatsapp/multipart';
import { readAnswer, readFailure } from '../../engine/whatsapp/graph-answer';
import type { GraphAnswer, GraphRequest, GraphTransport } from '../../engine/whatsapp/transport';
import { CREDENTIAL, type Account } from './account';

/** Longest wait for an answer of Meta, in milliseconds; a file of 100 MB takes its time. */
const TIMEOUT_MS = 30_000;
const UPLOAD_TIMEOUT_MS = 300_000;

/** What execute, trigger, hook and load-options functions have in common. */
export interface GraphContext {
	getNode(): INode;
	helpers: {
		httpRequest(options: IHttpRequestOptions): Promise<unknown>;
		httpRequestWithAuthentication: IAllExecuteFunctions['helpers']['httpRequestWithAuthentication'];
	};
}

interface FullResponse {
	statusCode: number;
	body: unknown;
}

/** The door to Meta for one account. Its calls never throw, and no text in them holds a token or secret. */
export function graphTransport(context: GraphContext, account: Account): GraphTransport {
	const host = hostOf(account.graphBaseUrl);
	const caller = withoutCancelling(context);
	const credentials = decryptedOnce(account);
	return {
		async call(request: GraphRequest): Promise<GraphAnswer> {
			const options = toOptions(request, account);
			try {
				const response: FullResponse =
					request.as === 'app'
						? await callAsApp(context, options, account)
						: await context.helpers.httpRequestWithAuthentication.call(caller, CREDENTIAL, options, credentials);
				return withoutSecrets(readAnswer(response.statusCode, response.body), account);
			} catch (error) {
				return readFailure(error, host);
			}
		},
	};
}

/** App-level calls (webhook subscriptions) carry "app id|app secret" instead of the access token. */
async function callAsApp(context: GraphContext, options: IHttpRequestOptions, account: Account): Promise<FullResponse> {
	const headers = { Authorization: `Bearer ${account.appId}|${account.appSecret}` };
	return (await context.helpers.httpRequest({ ...options, headers })) as FullResponse;
}

function toOptions(request: GraphRequest, account: Account): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${account.graphBaseUrl}/${account.graphVersion}/${request.path}`,
		qs: request.query,
		...bodyOf(request),
		json: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Graph never redirects, and a token must not follow a redirect to a stranger.
		disableFollowRedirect: true,
		timeout: request.file ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS,
	};
}

/** n8n's helper hands a Buffer on as it is when the content type is given. */
function bodyOf({ body, file }: GraphRequest): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (!file) return { body: body as IDataObject | undefined };
	const form = multipartBody({ messaging_product: 'whatsapp', type: file.mimeType }, file, `file${randomUUID()}`);
	return { body: form.body, headers: { 'Content-Type': form.contentType } };
}

/**
 * n8n's stop button aborts the requests of its helper. A POST that is torn off may have arrived, which would
 * leave the message unconfirmed; so requests under way are allowed to end, and the node stops between two.
 */
function withoutCancelling(context: GraphContext): IAllExecuteFunctions {
	const never = { value: (): undefined => undefined };
	return Object.create(context, { getExecutionCancelSignal: never }) as IAllExecuteFunctions;
}

/** Handed to the helper, the credential is not loaded and decrypted again for each of a thousand messages. */
function decryptedOnce(account: Account): { credentialsDecrypted: ICredentialsDecrypted } {
	const { accessToken, phoneNumberId, businessAccountId, graphBaseUrl, graphVersion } = account;
	const data = { accessToken, phoneNumberId, businessAccountId, graphBaseUrl, graphVersion };
	return { credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data } };
}

/** Meta repeats a malformed token in its error message (code 190). */
function withoutSecrets(answer: GraphAnswer, account: Account): GraphAnswer {
	if (answer.kind !== 'refused') return answer;
	const secrets = [account.accessToken, account.appSecret, account.verifyToken].filter((secret) => secret.length > 3);
	const clean = (text: string): string => secrets.reduce((rest, secret) => rest.split(secret).join('[hidden]'), text);
	const { error } = answer;
	return { ...answer, error: { ...error, message: clean(error.message), details: clean(error.details) } };
}

function hostOf(url: string): string {
	try {
		return new URL(url).host;
	} catch {
		return 'the Graph base URL of the credential';
	}
}
