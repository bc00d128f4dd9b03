import { CUSTOMER, HELLO, startBench } from './support';

describe('who may call what', () => {
	const { world, call, appToken } = startBench();
	const { account } = world.options;
	const messages = `/${account.phoneNumberId}/messages`;

	test.each([
		['no token', '', 401, 104],
		['a token that is not ours', 'nonsense', 401, 190],
		['another app', '1|2', 401, 190],
		["the app's token where a system user's is needed", appToken, 403, 200],
	])('a send with %s is refused', async (_case, token, status, code) => {
		const answer = await call('POST', messages, { messaging_product: 'whatsapp', to: CUSTOMER, ...HELLO }, token);
		expect(answer.status).toBe(status);
		expect(answer.body).toMatchObject({ error: { code, type: 'OAuthException', fbtrace_id: expect.any(String) } });
	});

	test('a phone number id that is not ours is refused as Graph refuses unknown objects', async () => {
		const answer = await call('POST', '/999999999999/messages', HELLO);
		expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33, type: 'GraphMethodException' } } });
	});

	test('subscriptions need the token of the app', async () => {
		const path = `/${account.appId}/subscriptions`;
		expect((await call('GET', path)).body).toMatchObject({ error: { code: 15 } });
		expect((await call('GET', path, {}, appToken)).status).toBe(200);
	});

	test('client credentials buy an app token that works', async () => {
		const query = `grant_type=client_credentials&client_id=${account.appId}&client_secret=`;
		expect((await call('GET', `/oauth/access_token?${query}wrong`, {}, '')).body).toMatchObject({ error: { message: 'Error validating client secret.' } });
		const { body } = await call('GET', `/oauth/access_token?${query}${account.appSecret}`, {}, '');
		expect(body.token_type).toBe('bearer');
		expect((await call('GET', `/${account.appId}/subscriptions`, {}, String(body.access_token))).status).toBe(200);
	});

	test('debug_token tells scopes and business accounts of a good token, and an error of a bad one', async () => {
		const good = await call('GET', `/debug_token?input_token=${account.accessToken}`);
		expect(good.body).toMatchObject({ data: { is_valid: true, expires_at: 0, granular_scopes: [{ target_ids: [account.businessAccountId] }, {}] } });
		const bad = await call('GET', '/debug_token?input_token=nonsense');
		expect(bad.body).toMatchObject({ data: { is_valid: false, error: { code: 190 } } });
	});

	test('debug_token tells an app nothing about the token of another one', async () => {
		const [other] = account.otherTokens;
		const answer = await call('GET', `/debug_token?input_token=${other.token}`, {}, appToken);
		expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, message: '(#100) The App_id in the input_token did not match the Viewing App' } } });
		expect((await call('GET', `/debug_token?input_token=${other.token}`, {}, other.token)).body).toMatchObject({ data: { app_id: other.appId } });
	});

	test('a token of another app subscribes that app, and ours gets nothing', async () => {
		const bench = startBench({}, false);
		const path = `/${account.businessAccountId}/subscribed_apps`;
		expect((await bench.call('POST', path, {}, account.otherTokens[0].token)).body).toEqual({ success: true });
		expect((await bench.call('GET', path)).body).toEqual({ data: [] });
	});

	test('a token without the permission to send may read, and not send', async () => {
		const { token } = account.otherTokens[1];
		expect((await call('GET', `/${account.phoneNumberId}`, {}, token)).status).toBe(200);
		const answer = await call('POST', messages, { messaging_product: 'whatsapp', to: CUSTOMER, ...HELLO }, token);
		expect(answer).toMatchObject({ status: 403, body: { error: { code: 10 } } });
	});

	test('a path Graph does not have is refused with 2500', async () => {
		expect((await call('GET', '/me/accounts')).body).toMatchObject({ error: { code: 2500 } });
	});

	test('the phone number shows only the fields asked for, and its id', async () => {
		const { body } = await call('GET', `/${account.phoneNumberId}?fields=display_phone_number,quality_rating`);
		expect(body).toEqual({ display_phone_number: account.displayPhoneNumber, quality_rating: 'GREEN', id: account.phoneNumberId });
		expect((await call('GET', `/${account.phoneNumberId}?fields=colour`)).body).toMatchObject({ error: { code: 100 } });
	});
});
