/** The pages about sequences, in Chromium through a real n8n. */
import axios from 'axios';
import { barriersOf, LOGIN, startDashboard, pictureOf, type DashboardSite } from './dashboard-site';
import { definition, OTHER_SEQUENCE, OWNER, pauseAnother, phoneOf, SEQUENCE } from './dashboard-data';

describe('the pages about sequences in a browser', () => {
	let site: DashboardSite;
	beforeAll(async () => {
		site = await startDashboard();
	}, 240_000);
	afterAll(() => site?.close(), 60_000);
	afterEach(() => site.browser.closePages());

	const summary = () => site.read(async (store) => (await store.listSequences())[0]!);

	test('nobody gets in without the password, and n8n adds nothing to our headers', async () => {
		const ask = (password?: string) =>
			axios.get<string>(site.url, { validateStatus: () => true, ...(password === undefined ? {} : { auth: { username: LOGIN.username, password } }) });
		expect([(await ask()).status, (await ask('wrong')).status]).toEqual([401, 401]);
		const { status, headers } = await ask(LOGIN.password);
		expect(status).toBe(200);
		expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-forms$/);
		expect(headers['cache-control']).toBe('no-store');
	}, 60_000);

	test('the overview leads to a sequence with its figures, by keyboard too', async () => {
		const page = await site.open();
		expect(await barriersOf(page)).toEqual([]);
		await page.keyboard.press('Tab');
		expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
		await page.getByRole('link', { name: SEQUENCE }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { level: 1, name: SEQUENCE }).waitFor();
		expect(await page.getByRole('img', { name: /^Welcome: 1\d\d sent/ }).count()).toBe(1);
		expect(await page.getByText('To duplicate it, duplicate its workflow in n8n').count()).toBe(1);
		expect(await barriersOf(page)).toEqual([]);
		await pictureOf(page, 'dashboard-sequence');
	}, 120_000);

	test('it is readable in the dark and on a phone', async () => {
		for (const options of [{ dark: true }, { width: 390, height: 844 }]) {
			const page = await site.open(`?page=sequence&name=${encodeURIComponent(SEQUENCE)}`, options);
			expect(await barriersOf(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
			await pictureOf(page, options.dark ? 'dashboard-dark' : 'dashboard-phone');
		}
	}, 120_000);

	test('people are listed by state and page by page', async () => {
		const page = await site.open(`?page=sequence&name=${encodeURIComponent(SEQUENCE)}`);
		const people = page.getByRole('table', { name: /^People who are/ }).locator('tbody tr');
		expect(await people.count()).toBe(50);
		await page.getByRole('link', { name: 'Next page' }).click();
		await page.getByRole('link', { name: 'Next page' }).click();
		expect(await people.count()).toBe(30);
		await page.getByLabel('State').selectOption('ended early');
		await page.getByRole('button', { name: 'Show' }).click();
		await page.getByText('The contact replied.').first().waitFor();
		expect(await people.count()).toBe(4);
	}, 120_000);

	test('a sequence is paused and goes on, and a person is added', async () => {
		const page = await site.open(`?page=sequence&name=${encodeURIComponent(SEQUENCE)}`);
		await page.getByRole('button', { name: 'Pause the sequence' }).click();
		await page.getByRole('status').getByText('Paused. People keep their place').waitFor();
		expect((await summary()).pausedReason).toBe('on the dashboard, by ada');
		await page.getByRole('button', { name: 'Resume the sequence' }).click();
		await page.getByRole('status').getByText('The sequence goes on.').waitFor();
		expect((await summary()).pausedAt).toBeNull();

		await page.getByLabel('Phone number').fill('0170 1299999');
		await page.getByLabel('Name (optional)').fill('Newcomer');
		await page.getByRole('button', { name: 'Add to the sequence' }).click();
		await page.getByRole('status').getByText('Newcomer is in the sequence now.').waitFor();
		const [run] = await site.read((store) => store.getEnrollments([{ sequence: SEQUENCE, contact: { phone: phoneOf(99999) } }]));
		expect(run!.state).toBe('active');
	}, 120_000);

	test('a lock is set and taken off with its password only', async () => {
		const page = await site.open(`?page=sequence&name=${encodeURIComponent(SEQUENCE)}`);
		await page.locator('summary', { hasText: 'Lock the sequence' }).click();
		await page.getByLabel('New password').fill('correct horse');
		await page.getByRole('button', { name: 'Lock the sequence' }).click();
		await page.getByRole('status').getByText('Locked.').waitFor();
		await page.getByLabel('Password of the sequence').fill('wrong one');
		await page.getByRole('button', { name: 'Unlock the sequence' }).click();
		await page.getByRole('heading', { name: 'Not done' }).waitFor();
		expect((await summary()).lockedAt).not.toBeNull();
		await new Promise((resolve) => setTimeout(resolve, 1_200));
		await page.goBack();
		await page.getByLabel('Password of the sequence').fill('correct horse');
		await page.getByRole('button', { name: 'Unlock the sequence' }).click();
		await page.getByRole('status').getByText('Unlocked.').waitFor();
		expect((await summary()).lockedAt).toBeNull();
	}, 120_000);

	test('changes that wait behind a lock show among what needs attention, and the password lets them through', async () => {
		const password = 'correct horse';
		const publish = (steps: typeof definition.steps) => site.read((store) => store.publishSequence({ ...definition, steps }, OWNER, Date.now()));
		await site.read((store) => store.lockSequence(SEQUENCE, password, Date.now()));
		await publish(definition.steps.map((step) => (step.name === 'Last call' ? { ...step, name: 'Goodbye' } : step)));
		await site.read((store) => pauseAnother(store, Date.now()));
		const { version } = await summary();

		const page = await site.open('?page=attention');
		expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['This number', OTHER_SEQUENCE, SEQUENCE, 'Keywords that nobody listens to']);
		expect(await barriersOf(page)).toEqual([]);
		await pictureOf(page, 'dashboard-attention');
		expect(await barriersOf(await site.open('?page=attention', { width: 390, height: 844, dark: true }))).toEqual([]);
		await page.getByRole('link', { name: 'See the changes and enter the password' }).click();
		await page.getByRole('table', { name: 'Steps after the change' }).getByText('Goodbye').waitFor();
		expect(page.url()).toMatch(/#lock$/);
		expect(await barriersOf(page)).toEqual([]);

		const confirmation = page.locator('form', { has: page.getByRole('button', { name: 'Let the changes take effect' }) });
		await confirmation.getByLabel('Password of the sequence').fill('wrong one');
		await confirmation.getByRole('button').click();
		await page.getByRole('heading', { name: 'Not done' }).waitFor();
		expect(await summary()).toMatchObject({ version, changesWaitSince: expect.any(Number) });
		await new Promise((resolve) => setTimeout(resolve, 1_200));
		await page.goBack();
		await confirmation.getByLabel('Password of the sequence').fill(password);
		await confirmation.getByRole('button').click();
		await page.getByRole('status').getByText(`The changes hold from now on, as version ${version + 1}.`).waitFor();
		expect(await summary()).toMatchObject({ version: version + 1, changesWaitSince: null });

		await page.getByRole('link', { name: 'Attention' }).click();
		await page.getByRole('link', { name: 'Show these messages' }).waitFor();
		expect(await page.getByText('is locked').count()).toBe(0);
		await page.getByRole('link', { name: 'Show these messages' }).click();
		await page.getByRole('heading', { level: 1, name: 'Messages that may have left' }).waitFor();
		expect(await barriersOf(page)).toEqual([]);
	}, 180_000);
});
