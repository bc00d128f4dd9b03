/** The dashboard in a real n8n and a real browser, with a week of data behind it. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import type { AccountStore } from '../../engine/store/contract';
import { credentialFor } from '../../scripts/demo/credential';
import { dashboardWorkflow } from '../../scripts/demo/workflow';
import { picture, startBrowser, type Browser, type PageOptions } from './browser';
import { liveThroughAWeek } from './dashboard-data';
import { startRealN8n, type RealN8n } from './real-n8n';

export const LOGIN = { username: 'ada', password: 'a good password' };
const PATH = 'dashboard-of-the-tests';

export interface DashboardSite {
	real: RealN8n;
	browser: Browser;
	url: string;
	/** What n8n has kept, read beside it. */
	read<Result>(work: (store: AccountStore) => Promise<Result>): Promise<Result>;
	/** A browser's page that is logged in. */
	open(query?: string, options?: PageOptions): Promise<Page>;
	close(): Promise<void>;
}

export async function startDashboard(): Promise<DashboardSite> {
	const real = await startRealN8n();
	const { emulator, rest } = real;
	const read = async <Result>(work: (store: AccountStore) => Promise<Result>): Promise<Result> => {
		const store = await openEmbeddedStore(real.storeFile, Date.now());
		try {
			return await work(store.forAccount(emulator.account.phoneNumberId));
		} finally {
			await store.close();
		}
	};
	// No node has opened the file yet.
	await read((store) => liveThroughAWeek(store, Date.now()));
	const fields = { ...credentialFor(emulator), timeZone: 'Europe/Berlin', country: 'DE', dashboardUser: LOGIN.username, dashboardPassword: LOGIN.password };
	real.credential = await rest.updateCredential(real.credential, fields);
	const { id } = await rest.createWorkflow(dashboardWorkflow(PATH, real.credential));
	await rest.activate(id);
	const browser = await startBrowser();
	const url = `${real.n8n.url}/webhook/${PATH}/dashboard`;
	return {
		real, browser, url, read,
		open: async (query = '', options = {}) => {
			const page = await browser.newPage({ ...options, login: LOGIN });
			page.on('dialog', () => {
				throw new Error('a script ran on the page');
			});
			await page.goto(`${url}${query}`);
			return page;
		},
		close: async () => {
			await browser.close();
			await real.close();
		},
	};
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
	id: string;
	help: string;
	nodes: Array<{ html: string; failureSummary: string }>;
}

/**
 * Barriers that axe finds on the page as it is: WCAG 2.2 AA and good practice. It looks at a copy in the same browser: on the
 * page itself, whose sandbox forbids scripts, its timers never come.
 */
export async function barriersOf(original: Page): Promise<string[]> {
	const page = await original.context().newPage();
	await page.setViewportSize(original.viewportSize()!);
	await page.setContent(await original.content());
	await page.evaluate(AXE);
	const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
	const violations = await page.evaluate<Violation[]>(`axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => violations)`);
	await page.close();
	return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`);
}

/** A picture of what a person sees without scrolling. */
export async function pictureOf(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: await picture(name) });
}
