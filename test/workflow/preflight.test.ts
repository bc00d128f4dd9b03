/** Sequence > Preflight, run by n8n against an account that is not what the sequence needs. */
import type { IDataObject } from 'n8n-workflow';
import { Business } from './business';
import { enrollment, sequence, UPDATE, WELCOME } from './canvas';

const NODE = 'Enrollment';

describe('Sequence Enrollment preflights', () => {
	let business: Business;
	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const activate = (parameters: IDataObject = {}) => business.activate(sequence(parameters), { node: 'Promo' });

	async function findings(parameters: IDataObject = {}): Promise<IDataObject[]> {
		const run = await business.run(enrollment({ resource: 'sequence', operation: 'preflight', ...parameters }), { node: NODE, items: [{}] });
		expect(run.error).toBeNull();
		return run.outputs(NODE)![0]!;
	}

	const NUMBER = { severity: 'ok', check: 'number', sequence: null };

	it('a sequence that is ready', async () => {
		await activate();
		expect(await findings()).toMatchObject([
			{ ...NUMBER, sentence: expect.stringContaining('can send') },
			{ severity: 'ok', check: 'summary', sequence: 'Promo', sentence: '"Promo" is ready.' },
		]);
	});

	it('all published sequences, where none is named', async () => {
		await activate();
		expect((await findings({ sequence: { __rl: true, mode: 'list', value: '' } })).at(-1)).toMatchObject({ sequence: 'Promo', severity: 'ok' });
	});

	it('templates that Meta has paused, or does not have any more, step by step', async () => {
		await activate({ steps: { step: [WELCOME, UPDATE] } });
		await business.control('templates', { name: 'promo_welcome', language: 'en', status: 'PAUSED' });
		expect(await findings()).toMatchObject([
			NUMBER,
			{ severity: 'error', check: 'message', step: 'Welcome', sentence: expect.stringContaining('Meta says PAUSED'), advice: expect.stringContaining('publish the workflow again') },
			{ severity: 'error', check: 'summary', sentence: '"Promo" is not ready: 1 error, 0 warnings.' },
		]);
	});

	it('a text, hours in UTC, and a next sequence that there is not', async () => {
		await business.close();
		business = await Business.open({ timeZone: '' });
		const text = { name: 'Text', messageKind: 'text', text: 'Hi', at: '09:00' };
		await activate({ steps: { step: [WELCOME, text] }, options: { nextSequence: { next: { sequence: 'After sales', on: 'completed' } } } });
		expect((await findings()).map(({ severity, check, step }) => [severity, check, step])).toEqual([
			['ok', 'number', null],
			['warning', 'message', 'Text'],
			['warning', 'time_zone', null],
			['error', 'next_sequence', null],
			['error', 'summary', null],
		]);
	});

	it('a sequence that is paused, closed, or unknown', async () => {
		const { closeFunction } = await activate();
		await business.store.pauseSequence('Promo', '', Date.now());
		expect((await findings())[1]).toMatchObject({ severity: 'warning', check: 'published', sentence: expect.stringContaining('is paused') });
		await closeFunction!();
		expect((await findings())[1]).toMatchObject({ severity: 'error', check: 'published', sentence: expect.stringContaining('is not published') });
		expect((await findings({ sequence: { __rl: true, mode: 'name', value: 'Prom' } }))[1]).toMatchObject({ severity: 'error', sentence: 'There is no sequence "Prom" on this WhatsApp number.', advice: 'Did you mean "Promo"?' });
	});

	it('a token that Meta refuses, without showing it', async () => {
		await activate();
		Object.assign(business.credential, { accessToken: 'EAAexpired' });
		const found = await findings();
		expect(found).toMatchObject([
			{ severity: 'error', check: 'credential', sentence: 'Meta refused the access token: create a new one and paste it into the credential.' },
			{ severity: 'error', check: 'templates' },
			{ severity: 'warning', check: 'summary', sentence: expect.stringContaining('The templates could not be looked at.') },
		]);
		expect(JSON.stringify(found)).not.toContain('EAAexpired');
	});
});
