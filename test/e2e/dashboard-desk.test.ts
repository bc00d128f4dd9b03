/** The page of the conversation desk, in Chromium through a real n8n. */
import type { Locator, Page } from 'playwright-core';
import { NASTY_NAME } from './dashboard-data';
import { barriersOf, pictureOf, startDashboard, type DashboardSite } from './dashboard-site';
import { busyAfternoon, CUSTOMERS, type Customer } from './desk-data';

const [ada, grace, , , dorothy, hedy, radia, joan] = CUSTOMERS as Customer[] as [Customer, Customer, Customer, Customer, Customer, Customer, Customer, Customer];

describe('the page of the desk in a browser', () => {
	let site: DashboardSite;
	beforeAll(async () => {
		site = await startDashboard();
		await site.read((store) => busyAfternoon(store, Date.now()));
	}, 240_000);
	afterAll(() => site?.close(), 60_000);
	afterEach(() => site.browser.closePages());

	const lineOf = (page: Page): Locator => page.getByRole('table', { name: 'Customers who wait for an agent' });
	const othersOf = (page: Page): Locator => page.getByRole('table', { name: 'Open conversations' });
	const rowOf = (page: Page, { name }: { name: string }): Locator => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
	const waiting = (page: Page): Promise<string[]> => lineOf(page).getByRole('link').allTextContents();
	const told = (page: Page, words: string): Promise<void> => page.getByRole('status').getByText(words).waitFor();

	async function conversation({ phone }: Pick<Customer, 'phone'>): Promise<{ state: string; agent: string | null }> {
		const [view] = await site.read((store) => store.conversationsOf([{ phone }]));
		return { state: view!.state, agent: view!.agent?.name ?? null };
	}

	async function claimFor(page: Page, customer: Customer, agent: string): Promise<void> {
		await rowOf(page, customer).getByLabel('Claim for').selectOption({ value: agent });
		await rowOf(page, customer).getByRole('button', { name: 'Claim' }).click();
	}

	test('an agent sees who waits and who has whom, in the light, in the dark and on a phone', async () => {
		const page = await site.open('?page=desk');
		expect(await waiting(page)).toEqual([dorothy, hedy, radia].map(({ name }) => name));
		await rowOf(page, ada).getByText('assigned').waitFor();
		await rowOf(page, joan).getByText('with a bot').waitFor();
		expect(await rowOf(page, dorothy).getByRole('option').allTextContents()).toEqual(['Ana (2 of 2)', 'Ben (2 of 2)', 'Cleo (0 of 1)']);
		expect(await barriersOf(page)).toEqual([]);
		await page.setViewportSize({ width: 1280, height: 1160 });
		await pictureOf(page, 'dashboard-desk');
		const inTheDark = await site.open('?page=desk', { dark: true });
		const onPhone = await site.open('?page=desk', { dark: true, width: 390, height: 844 });
		for (const other of [inTheDark, onPhone]) {
			expect(await barriersOf(other)).toEqual([]);
			expect(await other.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
		}
		await lineOf(onPhone).scrollIntoViewIfNeeded();
		await pictureOf(onPhone, 'dashboard-desk-phone');
	}, 120_000);

	test('an agent claims a conversation, and whoever comes later reads that it is taken', async () => {
		const page = await site.open('?page=desk');
		const late = await site.open('?page=desk');
		await claimFor(page, radia, 'Cleo');
		await told(page, 'Cleo has the conversation now.');
		expect(await conversation(radia)).toEqual({ state: 'assigned', agent: 'Cleo' });
		expect(await waiting(page)).toEqual([dorothy, hedy].map(({ name }) => name));

		await claimFor(late, radia, 'Ben');
		await told(late, 'Another agent has taken the conversation.');
		expect(await conversation(radia)).toEqual({ state: 'assigned', agent: 'Cleo' });
		expect(await barriersOf(late)).toEqual([]);
		await claimFor(late, dorothy, 'Ana');
		await told(late, 'The agent has as many conversations as the reception limit allows.');
		expect(await conversation(dorothy)).toEqual({ state: 'queued', agent: null });
	}, 120_000);

	test('what is closed or transferred gives room to the next in the line', async () => {
		const page = await site.open('?page=desk');
		const adas = await conversation(ada);
		await rowOf(page, ada).getByRole('button', { name: 'Close' }).click();
		await told(page, 'Closed.');
		expect(await conversation(ada)).toMatchObject({ state: 'closed' });
		expect(await conversation(dorothy)).toEqual(adas);
		expect(await waiting(page)).toEqual([hedy.name]);

		await rowOf(page, grace).getByRole('button', { name: 'Transfer' }).click();
		await told(page, 'Nobody else is free, so the customer is queued.');
		expect((await waiting(page)).length).toBe(1);
		await rowOf(page, radia).getByRole('button', { name: 'Close' }).click();
		await told(page, 'Closed.');
		await rowOf(page, dorothy).getByLabel('Transfer to').selectOption({ value: 'Cleo' });
		await rowOf(page, dorothy).getByRole('button', { name: 'Transfer' }).click();
		await told(page, 'Cleo has the conversation now.');
		expect(await waiting(page)).toEqual([]);
	}, 120_000);

	test('an agent goes away and gets nobody, and takes who waits on coming back', async () => {
		const page = await site.open('?page=desk');
		const agent = page.getByRole('table', { name: 'Agents' }).getByRole('row').filter({ hasText: 'Ana' });
		await agent.getByRole('button', { name: 'Set away' }).click();
		await told(page, 'Ana is away and keeps the conversations of now.');
		const [held] = await site.read((store) => store.listConversations({ show: 'assigned', agent: 'Ana' }, { limit: 1 }));
		await rowOf(page, { name: held!.contact.name! }).getByRole('button', { name: 'Close' }).click();
		await told(page, 'Closed.');
		await site.read((store) => store.workDesk([{ contact: ada, action: { kind: 'queue' } }], Date.now()));
		await page.reload();
		expect(await waiting(page)).toEqual([ada.name]);
		await agent.getByRole('button', { name: 'Set available' }).click();
		await told(page, 'Ana is available.');
		expect(await conversation(ada)).toEqual({ state: 'assigned', agent: 'Ana' });
		expect(await waiting(page)).toEqual([]);
	}, 120_000);

	test('names of strangers and of agents stay text', async () => {
		const nasty = { name: NASTY_NAME, phone: '+491705550099' };
		await site.read(async (store) => {
			await store.saveAgents([{ name: '"><script>alert(1)</script>', limit: 1, available: false }], Date.now());
			await store.workDesk([{ contact: nasty, action: { kind: 'open', for: 'nobody' } }], Date.now());
		});
		const page = await site.open('?page=desk');
		await othersOf(page).getByRole('link', { name: '<img src=x onerror=alert(1)> \uFFFDgpj.exe' }).waitFor();
		expect(await page.locator('img, script').count()).toBe(0);
		expect(await barriersOf(page)).toEqual([]);
		await page.getByRole('row').filter({ hasText: 'gpj.exe' }).getByLabel('Claim for').selectOption({ label: '"><script>alert(1)</script> (0 of 1)' });
		await page.getByRole('row').filter({ hasText: 'gpj.exe' }).getByRole('button', { name: 'Claim' }).click();
		await told(page, '"><script>alert(1)</script> has the conversation now.');
		expect(await page.locator('img, script').count()).toBe(0);
	}, 120_000);
});
