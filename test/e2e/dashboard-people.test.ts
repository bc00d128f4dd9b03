/** The pages about people, in Chromium through a real n8n. */
import type { Page } from 'playwright-core';
import { barriersOf, startDashboard, pictureOf, type DashboardSite } from './dashboard-site';
import { DOUBTFUL, failARun, FRAGILE, loseAnAnswer, phoneOf, SEQUENCE } from './dashboard-data';

describe('the pages about people in a browser', () => {
	let site: DashboardSite;
	beforeAll(async () => {
		site = await startDashboard();
	}, 240_000);
	afterAll(() => site?.close(), 60_000);
	afterEach(() => site.browser.closePages());

	const standing = async (n: number) => (await site.read((store) => store.getEnrollments([{ sequence: SEQUENCE, contact: { phone: phoneOf(n) } }])))[0]!;

	async function find(n: number): Promise<Page> {
		const page = await site.open('?page=people');
		await page.getByLabel('Find by phone number').fill(phoneOf(n));
		await page.getByRole('button', { name: 'Find' }).click();
		await page.getByRole('heading', { name: 'Timeline' }).waitFor();
		return page;
	}

	test('a person is found by their number, and a nasty name stays a name', async () => {
		const list = await site.open('?page=people');
		expect(await barriersOf(list)).toEqual([]);
		const page = await find(0);
		expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('<img src=x onerror=alert(1)> \uFFFDgpj.exe');
		expect(await page.locator('img').count()).toBe(0);
		expect(await barriersOf(page)).toEqual([]);
		expect(await barriersOf(await site.open(page.url().replace(site.url, ''), { width: 390, height: 844, dark: true }))).toEqual([]);
		const typical = await find(22);
		await typical.setViewportSize({ width: 1280, height: 1180 });
		await pictureOf(typical, 'dashboard-person');
	}, 120_000);

	test('a run is paused, resumed, rescheduled, a step is skipped and another left out, and the run ends', async () => {
		const page = await find(24);
		const press = async (name: string, told: string): Promise<void> => {
			await page.getByRole('button', { name, exact: true }).click();
			await page.getByRole('status').getByText(told).waitFor();
		};
		await press('Pause', 'Paused: nothing is sent');
		expect((await standing(24)).state).toBe('paused');
		await press('Resume', 'Resumed.');
		const { step } = await standing(24);
		await page.locator('summary', { hasText: 'Set the time' }).click();
		await page.getByLabel('New time (Europe/Berlin)').fill('2030-03-01T10:30');
		await press('Set the time', 'The step has its new time.');
		expect(new Date((await standing(24)).dueAt!).toISOString()).toBe('2030-03-01T09:30:00.000Z');
		await press('Send now', 'The step is due now.');
		await press('Skip this step', 'The step is skipped.');
		expect((await standing(24)).step).not.toBe(step);
		await press('Remove from the sequence', `Removed from “${SEQUENCE}”.`);
		expect(await standing(24)).toMatchObject({ state: 'exited', reason: 'removed' });
	}, 120_000);

	test('a later step is left out', async () => {
		const added = phoneOf(500);
		await site.read((store) => store.enroll([{ sequence: SEQUENCE, contact: { phone: added }, reentry: 'keep', reference: null, context: {} }], Date.now()));
		const page = await find(500);
		await page.locator('summary', { hasText: 'Later steps' }).click();
		await page.getByRole('button', { name: 'Leave out “Reminder”' }).click();
		await page.getByRole('status').getByText('“Reminder” is left out.').waitFor();
		expect((await standing(500)).cancelledSteps).toEqual(['Reminder']);
	}, 120_000);

	test('a message that may have left is decided about', async () => {
		const held = await site.read((store) => store.listSends({ unconfirmed: true }, { limit: 1 }));
		const [run] = await site.read((store) => store.getEnrollments([{ id: held[0]!.enrollmentId! }]));
		const page = await site.open(`?page=person&id=${run!.contactId}`);
		await page.getByLabel('Nobody knows whether its message left').selectOption('Treat it as sent');
		await page.getByRole('button', { name: 'Resume' }).click();
		await page.getByRole('status').waitFor();
		const [after] = await site.read((store) => store.getEnrollments([{ id: run!.id }]));
		expect(after!.step).not.toBe(run!.step);
	}, 120_000);

	test('a message that may have left is sent again', async () => {
		await site.read((store) => loseAnAnswer(store, 61, Date.now()));
		const doubtful = async () => (await site.read((store) => store.getEnrollments([{ sequence: DOUBTFUL, contact: { phone: phoneOf(61) } }])))[0]!;
		expect(await doubtful()).toMatchObject({ reason: 'unconfirmed', dueAt: null });
		const page = await find(61);
		const run = page.getByRole('region', { name: DOUBTFUL });
		await run.getByLabel('Nobody knows whether its message left').selectOption('Send it again');
		await run.getByRole('button', { name: 'Resume' }).click();
		await page.getByRole('status').getByText('Resumed.').waitFor();
		expect(await doubtful()).toMatchObject({ state: 'active', step: 'Welcome', reason: null, dueAt: expect.any(Number) });
	}, 120_000);

	test('a run that failed shows why, and goes on', async () => {
		await site.read((store) => failARun(store, 60, Date.now()));
		const failed = async () => (await site.read((store) => store.getEnrollments([{ sequence: FRAGILE, contact: { phone: phoneOf(60) } }])))[0]!;
		expect((await failed()).state).toBe('failed');
		const page = await find(60);
		const run = page.getByRole('region', { name: FRAGILE });
		await run.getByText('The workflow stopped with an error').waitFor();
		await page.getByRole('cell', { name: 'The webshop did not answer' }).waitFor();
		expect(await barriersOf(page)).toEqual([]);
		await run.getByRole('button', { name: 'Resume' }).click();
		await page.getByRole('status').getByText('Resumed.').waitFor();
		expect(await failed()).toMatchObject({ state: 'active', step: 'Welcome' });
	}, 120_000);

	test('tags come and go, an opt-out is recorded and taken back with proof', async () => {
		const page = await find(34);
		await page.getByLabel('Add a tag').fill('vip');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await page.getByRole('status').getByText('The tag “vip” was added.').waitFor();
		await page.getByRole('button', { name: 'Remove the tag vip' }).click();
		await page.getByRole('status').getByText('The tag “vip” was removed.').waitFor();
		await page.getByRole('button', { name: 'Record an opt-out from marketing' }).click();
		await page.getByRole('status').getByText('The opt-out is recorded.').waitFor();
		expect((await standing(34)).state).toBe('exited');
		await page.locator('summary', { hasText: 'Record consent for marketing' }).click();
		await page.getByLabel('Where it can be looked up').fill('Form of 3 May');
		await page.getByRole('button', { name: 'Record consent for marketing' }).click();
		await page.getByRole('status').getByText('The consent is recorded.').waitFor();
	}, 120_000);

	test('a person is erased after being asked', async () => {
		const page = await find(40);
		await page.getByRole('link', { name: 'Erase this person' }).click();
		expect(await barriersOf(page)).toEqual([]);
		await page.getByRole('button', { name: 'Erase for good' }).click();
		await page.getByRole('status').getByText('The person was erased.').waitFor();
		expect(await site.read((store) => store.getContacts([{ phone: phoneOf(40) }]))).toEqual([null]);
	}, 120_000);

	test('the settings show no secret', async () => {
		const page = await site.open('?page=settings');
		expect(await barriersOf(page)).toEqual([]);
		const text = await page.content();
		const { account } = site.real.emulator;
		expect(text).toContain(account.phoneNumberId);
		for (const secret of [account.accessToken, account.appSecret, account.verifyToken]) expect(text).not.toContain(secret);
	}, 60_000);
});
