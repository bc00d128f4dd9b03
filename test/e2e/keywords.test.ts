/** Whose a keyword is, as a real n8n publishes workflows, fails to publish them, and deletes them. */
import type { IDataObject } from 'n8n-workflow';
import { WorkflowActivationFailed } from '../../scripts/n8n/rest';
import { metaSide, UNTOUCHED } from './meta-side';
import { startRealN8n, type RealN8n } from './real-n8n';
import { chain, packNode } from './workflows';

describe('keywords of a number', () => {
	let real: RealN8n;
	beforeAll(async () => {
		real = await startRealN8n();
	}, 240_000);
	afterAll(() => real?.close(), 60_000);

	/** A workflow that listens for these phrases, not published yet. */
	async function listening(name: string, phrases: string, parameters: IDataObject = {}): Promise<string> {
		const trigger = packNode('whatsAppMessageTrigger', 'Messages', { registration: 'manual', ...parameters }, real.credential);
		const words = packNode('keywordMatch', `Words of ${name}`, { rules: { values: [{ name: 'Words', match: 'exact', phrases }] } }, real.credential);
		return (await real.rest.createWorkflow(chain(name, [trigger, words]))).id;
	}

	/** The sentence that n8n shows; null when the workflow is published. */
	async function publish(id: string): Promise<string | null> {
		try {
			await real.rest.activate(id);
			return null;
		} catch (error) {
			if (error instanceof WorkflowActivationFailed) return error.message;
			throw error;
		}
	}

	test('stay with their workflow until it is deleted, and a workflow that is not published takes none', async () => {
		const shop = await listening('Shop', 'promo');
		expect(await publish(shop)).toBeNull();

		// Refused before anything is registered at Meta, and with the words that were free.
		const copy = await listening('Copy', 'promo, news', { registration: 'automatic' });
		expect(await publish(copy)).toContain('The keyword "promo" on this WhatsApp number belongs to the workflow "Shop" (node "Words of Shop")');
		expect(await metaSide(real.emulator)).toEqual(UNTOUCHED);
		expect(await publish(await listening('News', 'news'))).toBeNull();

		// Its keywords are taken when n8n asks for its listener, which cannot open: n8n's own port is no free one.
		const closed = { door: 'listener', listenPort: real.n8n.port, publicAddress: 'https://hooks.example.com/whatsapp' };
		expect(await publish(await listening('Closed', 'price', closed))).toContain(`Port ${real.n8n.port} is taken by another program`);
		expect(await publish(await listening('Prices', 'price'))).toBeNull();

		await real.rest.deleteWorkflow(shop);
		expect(await publish(await listening('Heir', 'promo'))).toBeNull();
	}, 180_000);
});
