/** n8n's editor as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import type { Session } from './browser';

export interface Owner {
	email: string;
	password: string;
}

/** Signs in on the page; what it returns opens further pages without signing in again. */
export async function signIn(page: Page, url: string, owner: Owner): Promise<Session> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email], input[name=email], input[name=emailOrLdapLoginId]').first().fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.getByRole('button', { name: /sign in/i }).click();
	await page.waitForURL((address) => !address.pathname.includes('signin'));
	// n8n points at the pin button once per browser, which would stand in the pictures.
	await page.evaluate(() => {
		for (const place of ['NDV', 'CANVAS']) localStorage.setItem(`N8N_PIN_DATA_DISCOVERY_${place}`, 'true');
	});
	return await page.context().storageState();
}

/** One workflow open in the editor. */
export class Editor {
	constructor(readonly page: Page) {}

	async open(url: string, workflowId: string): Promise<void> {
		await this.page.goto(`${url}/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	get panel(): Locator {
		return this.page.getByTestId('ndv');
	}

	/** The middle of a node's panel, where its fields are. */
	get fields(): Locator {
		return this.panel.getByTestId('node-parameters');
	}

	get output(): Locator {
		return this.panel.getByTestId('output-panel');
	}

	async openPanel(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.fields.waitFor();
	}

	async closePanel(): Promise<void> {
		await this.panel.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	/** A field of the open panel; in a list of groups, that of the group at `index`. */
	field(name: string, index = 0): Locator {
		return this.fields.getByTestId(`parameter-input-${name}`).nth(index);
	}

	/** Chooses an entry of a dropdown of the open panel. */
	async choose(field: string, entry: string): Promise<void> {
		await this.field(field).click();
		await this.page.getByRole('option', { name: entry }).or(this.page.locator('.el-select-dropdown__item:visible', { hasText: entry })).first().click();
	}

	/** Writes into a text field of the open panel. */
	async fill(field: string, value: string): Promise<void> {
		await this.field(field).locator('input, textarea').fill(value);
	}

	/** Takes cursor and mouse away from the fields, and with them what n8n offers there. */
	async leaveField(): Promise<void> {
		await this.panel.getByTestId('tab-params').click();
	}

	/** Opens the list behind a field; its entries come one after the other. */
	async openList(field: string, index = 0): Promise<Locator> {
		await this.field(field, index).getByTestId('rlc-input').click();
		return this.page.locator('[data-test-id="rlc-item"]:visible');
	}

	async executeStep(): Promise<void> {
		await this.panel.getByTestId('node-execute-button').click();
	}

	/** What n8n has to say in a corner of the page: that it went well, or not. */
	get notices(): Locator {
		return this.page.locator('.el-notification:visible');
	}

	/** Waves n8n's notices away. */
	async dismissNotices(): Promise<void> {
		while ((await this.notices.count()) > 0) {
			await this.notices.first().locator('.el-notification__closeBtn').click();
			await this.notices.first().waitFor({ state: 'hidden' });
		}
	}

	/** Everything that n8n complains about at the moment, in its words. */
	async complaints(): Promise<string[]> {
		const bad = this.notices.filter({ has: this.page.locator('.el-notification--error, .el-notification--warning') });
		const inPlace = this.page.getByText(/error fetching|could not load|unknown node|install this node|problem loading/i);
		return [...(await bad.allInnerTexts()), ...(await inPlace.allInnerTexts())];
	}

	/** Icons of nodes on the canvas: how many there are, and which did not load. */
	async icons(): Promise<{ shown: number; broken: string[] }> {
		return await this.page.evaluate(async () => {
			const images = [...document.querySelectorAll<HTMLImageElement>('[data-test-id="canvas-node"] img')];
			const drawn = await Promise.allSettled(images.map((image) => image.decode()));
			const broken = images.filter((image, i) => drawn[i].status === 'rejected' || image.naturalWidth === 0);
			return { shown: images.length, broken: broken.map((image) => image.src) };
		});
	}

	/** Puts the whole workflow into view, clear of the editor's buttons, and returns where it stands on the page. */
	async showAll(): Promise<{ x: number; y: number; width: number; height: number }> {
		await this.page.getByTestId('zoom-to-fit').click();
		await this.page.getByTestId('zoom-out-button').click();
		await this.page.mouse.move(700, 850);
		return await this.atRest(() => this.workflowArea());
	}

	private async workflowArea(): Promise<{ x: number; y: number; width: number; height: number }> {
		return await this.page.evaluate(() => {
			// Nodes with the buttons at their outputs, and the notes.
			const parts = '.vue-flow__node, [data-test-id="canvas-node-output-handle"], [data-test-id="canvas-handle-plus"]';
			const boxes = [...document.querySelectorAll(`[data-test-id="canvas"] :is(${parts})`)].map((part) => part.getBoundingClientRect());
			const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
			const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
			const margin = 28;
			// Names stand outside of their node's box, within 50 pixels below it.
			return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + margin + 50 };
		});
	}

	/** The canvas glides to its place: the same answer for two frames in a row says that it has arrived. */
	private async atRest<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
		let last = await ask();
		for (;;) {
			await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
			const now = await ask();
			if (JSON.stringify(now) === JSON.stringify(last)) return now;
			last = now;
		}
	}
}
