import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { testCredential } from '../../../../nodes/shared/credential-test';
import { closeStores } from '../../../../nodes/shared/stores';

const FIELDS: ICredentialDataDecryptedObject = { accessToken: 'EAAtoken', phoneNumberId: '106540352242922', store: 'embedded', storeFile: ':memory:' };
const NUMBER = { statusCode: 200, body: { id: '106540352242922', display_phone_number: '+1 555-000-1234', verified_name: 'Shop' } };
const refused = (code: number) => ({ statusCode: 400, body: { error: { code, message: 'said Meta about EAAtoken' } } });
const failing = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code} with EAAtoken`), { code, syscall });

let asked: Array<Record<string, unknown>>;
const press = (answer: unknown, fields: ICredentialDataDecryptedObject = {}): Promise<INodeCredentialTestResult> => {
	asked = [];
	const request = async (options: Record<string, unknown>): Promise<unknown> => {
		asked.push(options);
		if (answer instanceof Error) throw answer;
		return answer;
	};
	const context = { helpers: { request } } as unknown as ICredentialTestFunctions;
	return testCredential.call(context, { id: '1', name: 'c', type: 't', data: { ...FIELDS, ...fields } });
};

afterEach(closeStores);

describe('the button "Test" of the credential', () => {
	it('is content with a number that Meta knows and a store that opens', async () => {
		expect(await press(NUMBER)).toEqual({ status: 'OK', message: 'Connection successful' });
		expect(asked).toMatchObject([{ uri: 'https://graph.facebook.com/v26.0/106540352242922', headers: { Authorization: 'Bearer EAAtoken' }, followRedirect: false }]);
	});

	it.each<[string, unknown, RegExp]>([
		['a token that has ended', refused(190), /^Meta refused the access token: .*Create a token for a system user/],
		['an unknown number', refused(100), /^Meta finds no number with this Phone Number ID.*copy the ID \(not the phone number\)/],
		['a missing permission', refused(10), /^The access token may not use this number.*whatsapp_business_messaging/],
		['a restricted account', refused(131031), /restricted this WhatsApp account/],
		['a version that Meta no longer serves', refused(2635), /take a newer one/],
		['a Meta that has too much to do', refused(4), /try again in some minutes/],
		['a code that nobody knows', refused(987654), /^The answer did not come from a WhatsApp number/],
		['another server at the address', { statusCode: 404, body: '<html>' }, /does not answer as Meta's Graph API: check Graph Base URL/],
		['an answer that is no number’s', { statusCode: 200, body: { id: '1' } }, /^The answer did not come from a WhatsApp number/],
		['an address that is not there', failing('ENOTFOUND', 'getaddrinfo'), /^Meta cannot be reached at https:\/\/graph\.facebook\.com: .*\(ENOTFOUND\)/],
	])('says of %s what to do, and tells no token', async (_, answer, says) => {
		const { status, message } = await press(answer);
		expect(status).toBe('Error');
		expect(message).toMatch(says);
		expect(message).not.toContain('EAAtoken');
	});

	describe('where Meta knows the number', () => {
		let folder: string;
		beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sequences-'))));
		afterEach(() => {
			delete process.env.EXECUTIONS_MODE;
			rmSync(folder, { recursive: true });
		});

		it.each<[string, () => ICredentialDataDecryptedObject, RegExp]>([
			['a file that cannot be one', () => ({ storeFile: folder }), /its data cannot be kept\. The embedded store cannot open its file .*Check that the folder exists/],
			['a database that does not answer', () => ({ store: 'postgres', postgresHost: '127.0.0.1', postgresPort: 1 }), /No database server answers at this host and port/],
			['a schema with an impossible name', () => ({ store: 'postgres', postgresSchema: 'a b' }), /"a b" cannot be the name of a schema/],
		])('says of %s what to do', async (_, fields, says) => {
			const { status, message } = await press(NUMBER, fields());
			expect(status).toBe('Error');
			expect(message).toMatch(says);
		});

		it.each([['embedded'], ['static']])('sends the store "%s" to PostgreSQL in queue mode', async (store) => {
			process.env.EXECUTIONS_MODE = 'queue';
			expect(await press(NUMBER, { store, storeFile: join(folder, 'store.sqlite') })).toMatchObject({ status: 'Error', message: expect.stringContaining('Choose PostgreSQL under "Keep Data In"') });
		});
	});
});
