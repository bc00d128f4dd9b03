import { callWebhook, VERIFY_TOKEN, type WebhookOutcome } from './stub-webhook';

jest.mock('../../../../nodes/shared/stores', () => ({}));

const ask = (query: Record<string, unknown>, verifyToken = VERIFY_TOKEN): Promise<WebhookOutcome> =>
	callWebhook({ name: 'setup', query, credentials: { verifyToken } });
const question = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': VERIFY_TOKEN };

test('who knows the verify token gets the challenge back, as plain text', async () => {
	const { response, result } = await ask(question);
	expect([response.statusCode, response.contentType, response.sent]).toEqual([200, 'text/plain', '1158201444']);
	expect(result).toEqual({ noWebhookResponse: true });
});

test.each([
	['another verify token', { ...question, 'hub.verify_token': 'guess' }],
	['no verify token', { ...question, 'hub.verify_token': undefined }],
	['a list of verify tokens', { ...question, 'hub.verify_token': [VERIFY_TOKEN] }],
	['no challenge', { ...question, 'hub.challenge': undefined }],
	['another mode', { ...question, 'hub.mode': 'unsubscribe' }],
	['nothing', {}],
])('%s is answered 403', async (_what, query) => {
	const { response } = await ask(query);
	expect(response.statusCode).toBe(403);
	expect(JSON.stringify(response.sent)).not.toContain(VERIFY_TOKEN);
});

test('a credential without verify token lets nobody in', async () => {
	expect((await ask({ ...question, 'hub.verify_token': '' }, '')).response.statusCode).toBe(403);
});
