/**
 * Builds a workflow on an empty canvas as a person does, with mouse and keyboard, and counts what they fill in: every
 * field that gets a text or an entry of a list. Pressing buttons, adding nodes and connecting them fills in nothing.
 */
import type { Locator } from 'playwright-core';
import type { Editor } from './editor';

export class CanvasBuilder {
	/** In their order, like "Phrases: car". */
	readonly filled: string[] = [];

	constructor(private readonly editor: Editor) {}

	/** Opens an empty canvas. */
	async begin(url: string): Promise<void> {
		await this.editor.page.goto(`${url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
	}

	/**
	 * Adds a node from the list that is open, which leaves its panel open.
	 *
	 * @param action what it is to do, for a node that can do several things
	 */
	async add(node: string, action?: string): Promise<void> {
		await this.page.getByTestId('node-creator-search-bar').fill(node);
		await this.page.getByTestId('item-iterator-item').filter({ hasText: node }).first().click();
		if (action === undefined) await this.page.getByRole('button', { name: 'Add to workflow' }).click();
		else await this.page.getByText(action, { exact: true }).click();
		await this.editor.fields.waitFor();
	}

	/** Presses the plus at a node's output; {@link add} then connects what it adds. */
	async continueFrom(node: string, output = 0): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
		await this.editor.node(node).locator('..').getByTestId('canvas-handle-plus').nth(output).click();
	}

	/** Opens the list of nodes without a connection. */
	async beginAnew(): Promise<void> {
		await this.page.getByTestId('node-creator-plus-button').click();
	}

	async fill(field: string, value: string, index = 0): Promise<void> {
		await this.editor.field(field, index).locator('input, textarea').first().fill(value);
		this.filled.push(`${field}: ${value}`);
	}

	async choose(field: string, entry: string, index = 0): Promise<void> {
		await this.editor.field(field, index).click();
		await this.page.locator('.el-select-dropdown__item:visible').or(this.page.getByRole('option')).filter({ hasText: entry }).first().click();
		this.filled.push(`${field}: ${entry}`);
	}

	async chooseFromList(field: string, entry: string, index = 0): Promise<void> {
		await (await this.editor.openList(field, index)).filter({ hasText: entry }).click();
		this.filled.push(`${field}: ${entry}`);
	}

	/** Presses a button of the panel, such as "Add Step". */
	async press(button: string, index = 0): Promise<void> {
		await this.button(button).nth(index).click();
	}

	/** Has n8n put the nodes into rows. */
	async tidyUp(): Promise<void> {
		await this.page.getByTestId('tidy-up-button').click();
	}

	/** Publishes the workflow as n8n proposes; answers its id. */
	async publish(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		await this.page.getByTestId('workflow-publish-button').click();
		await this.page.getByTestId('workflow-publish-button').waitFor({ state: 'hidden' });
		// n8n tells once what publishing means.
		const told = this.page.locator('.el-overlay-dialog:visible');
		await told.waitFor();
		await this.page.keyboard.press('Escape');
		await told.waitFor({ state: 'hidden' });
		return new URL(this.page.url()).pathname.split('/')[2]!;
	}

	private button(name: string): Locator {
		return this.editor.fields.getByRole('button', { name }).or(this.editor.fields.getByText(name, { exact: true }));
	}

	private get page(): Editor['page'] {
		return this.editor.page;
	}
}
