/** The emulator's phone page as a customer uses it. */
import type { Locator, Page } from 'playwright-core';

export class PhonePage {
	constructor(readonly page: Page) {}

	async open(url: string): Promise<void> {
		await this.page.goto(`${url}/`);
		await this.page.getByText('Be the customer').or(this.page.getByRole('heading', { name: 'Customers' })).first().waitFor();
	}

	/** Starts a conversation as somebody new. */
	async become(name: string, phone: string): Promise<void> {
		await this.page.getByRole('button', { name: 'New contact' }).first().click();
		await this.page.getByLabel('Name', { exact: true }).fill(name);
		await this.page.getByLabel('Phone number with country code').fill(phone);
		await this.page.getByRole('button', { name: 'Start writing' }).click();
		await this.page.getByRole('heading', { name, exact: true }).waitFor();
	}

	/** Opens a conversation from the list. */
	async choose(name: string): Promise<void> {
		await this.page.getByRole('navigation').getByRole('button', { name: new RegExp(name) }).click();
		await this.page.getByRole('heading', { name, exact: true }).waitFor();
	}

	async write(text: string): Promise<void> {
		await this.page.getByLabel('Message', { exact: true }).fill(text);
		await this.page.getByRole('button', { name: 'Send', exact: true }).click();
	}

	/** Messages of the business in the open conversation. */
	get received(): Locator {
		return this.page.getByRole('article', { name: 'From the business' });
	}

	get written(): Locator {
		return this.page.getByRole('article', { name: 'You wrote' });
	}
}
