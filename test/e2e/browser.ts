/** Chromium for the tests that look at what people see. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, selectors, type BrowserContext, type Page } from 'playwright-core';

/** The background-networking flags keep Chromium from calling home, which a closed network would answer with errors. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** How long a thing may take to show up, in milliseconds; n8n's editor takes seconds on a busy machine. */
const PATIENCE_MS = 30_000;

/** What a browser remembers of a signed-in person. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface PageOptions {
	dark?: boolean;
	width?: number;
	height?: number;
	/** Pixels of a picture per pixel of the page. */
	scale?: number;
	/** Whose browser it is; nobody's unless told. */
	session?: Session;
	/** What it answers when a site asks for user and password. */
	login?: { username: string; password: string };
}

export interface Browser {
	newPage(options?: PageOptions): Promise<Page>;
	/** Closes what {@link newPage} opened: an open editor goes on working. */
	closePages(): Promise<void>;
	close(): Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
	// How n8n's editor marks its parts.
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS });
	// Pages of the same kind share what the browser has loaded: n8n's editor is several megabytes.
	const contexts = new Map<string, BrowserContext>();
	return {
		newPage: async ({ dark = false, width = 1440, height = 900, scale = 1, session, login } = {}) => {
			const kind = JSON.stringify([dark, width, height, scale, session !== undefined, login]);
			let context = contexts.get(kind);
			if (!context) {
				context = await browser.newContext({
					viewport: { width, height },
					colorScheme: dark ? 'dark' : 'light',
					deviceScaleFactor: scale,
					locale: 'en-US',
					...(session ? { storageState: session } : {}),
					...(login ? { httpCredentials: login } : {}),
				});
				context.setDefaultTimeout(PATIENCE_MS);
				contexts.set(kind, context);
			}
			return await context.newPage();
		},
		closePages: async () => {
			await Promise.all([...contexts.values()].flatMap((context) => context.pages()).map((page) => page.close()));
		},
		close: () => browser.close(),
	};
}

/** Where pictures go: `SCREENSHOTS=docs/images npm run test:e2e` renews those of the documentation. */
export async function picture(name: string): Promise<string> {
	const folder = path.resolve(__dirname, '..', '..', process.env.SCREENSHOTS ?? 'test-results');
	await mkdir(folder, { recursive: true });
	return path.join(folder, `${name}.png`);
}
