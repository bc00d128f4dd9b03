/** The panel of every node of the package, in light and dark: a new node is looked at without a word about it here. */
import type { INodeTypeDescription } from 'n8n-workflow';
import * as pack from '../../index';
import { defaultOwner } from '../../scripts/n8n/rest';
import { picture, startBrowser, type Browser, type Session } from './browser';
import { Editor, signIn } from './editor';
import { startRealN8n, type RealN8n } from './real-n8n';
import { packNode } from './workflows';

/** The credential, which is in the package too, has no description. */
const DESCRIPTIONS = Object.values(pack).flatMap((Part): INodeTypeDescription[] => {
	const part = new Part();
	return 'description' in part ? [part.description] : [];
});

/** What a panel shows of its own accord: nothing hides it, or what it depends on stands at its default. */
const shownAtOnce = ({ properties }: INodeTypeDescription): string[] =>
	properties.filter(({ type, displayOptions, isNodeSetting }) => !displayOptions && !isNodeSetting && type !== 'notice' && type !== 'hidden').map(({ displayName }) => displayName);

describe.each([
	['light', false],
	['dark', true],
])('in %s', (theme, dark) => {
	let real: RealN8n;
	let browser: Browser;
	let editor: Editor;
	beforeAll(async () => {
		real = await startRealN8n();
		browser = await startBrowser();
		const session: Session = await signIn(await browser.newPage(), real.n8n.url, defaultOwner);
		const nodes = DESCRIPTIONS.map(({ name, displayName }, i) => ({
			...packNode(name, displayName, {}, real.credential),
			position: [(i % 4) * 320, Math.floor(i / 4) * 240] as [number, number],
		}));
		const { id } = await real.rest.createWorkflow({ name: 'Every node', nodes, connections: {} });
		editor = new Editor(await browser.newPage({ session, dark, width: 1600, height: 1000 }));
		await editor.open(real.n8n.url, id);
	}, 240_000);
	afterAll(async () => {
		await browser?.close();
		await real?.close();
	}, 60_000);

	test.each(DESCRIPTIONS.map((description) => [description.displayName, description] as const))('%s shows its fields, and n8n has nothing to complain of', async (name, description) => {
		await editor.openPanel(name);
		for (const label of shownAtOnce(description)) await editor.fields.getByText(label, { exact: true }).first().waitFor();
		expect(await editor.complaints()).toEqual([]);
		const icon = editor.panel.locator('img').first();
		expect(await icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
		// n8n cuts what has no room; a label that is cut tells nobody what to fill in.
		const cut = await editor.fields
			.locator('label span, .n8n-text')
			.evaluateAll((labels) => labels.filter((label) => label.scrollWidth > label.clientWidth + 1 && getComputedStyle(label).textOverflow === 'ellipsis').map((label) => label.textContent));
		expect(cut).toEqual([]);
		await editor.page.screenshot({ path: await picture(`panel-${description.name}-${theme}`) });
		await editor.closePanel();
	}, 120_000);
});
