/** Pushes ice breakers and commands to Meta when the workflow is published, and reads them back. */
import { isInPlace, refusedBy, toAutomation, type ChatMenu as Menu } from '../../engine/whatsapp/chat-menu';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Account } from '../shared/account';
import { ActivationRefusal } from '../shared/activation-refusal';
import { askAccount } from '../shared/check-account';

export class ChatMenu {
	private constructor(
		private readonly menu: Menu,
		private readonly transport: GraphTransport,
		private readonly account: Account,
	) {}

	/** Null when the user leaves Meta's menu alone. Throws ActivationRefusal for one that WhatsApp does not show. */
	static of(menu: Menu, transport: GraphTransport, account: Account): ChatMenu | null {
		if (menu.iceBreakers === undefined && menu.commands === undefined) return null;
		const refused = refusedBy(menu);
		if (refused !== null) throw new ActivationRefusal(refused, 'WhatsApp takes up to 4 ice breakers of 80 characters and 30 commands, all without emoji. Nothing was changed.');
		return new ChatMenu(menu, transport, account);
	}

	async isInPlace(): Promise<boolean> {
		const query = { fields: 'conversational_automation' };
		const number = await askAccount(this.transport, this.account, 'number', { method: 'GET', path: this.path(), query });
		return isInPlace(this.menu, number.conversational_automation);
	}

	async setUp(): Promise<void> {
		if (await this.isInPlace()) return;
		const path = `${this.path()}/conversational_automation`;
		await askAccount(this.transport, this.account, 'number', { method: 'POST', path, body: toAutomation(this.menu) });
		if (await this.isInPlace()) return;
		throw new ActivationRefusal(
			'Meta took the ice breakers and commands but does not show them: publish again in a minute',
			'They were sent and read back, and what came back was something else. Another program may be changing them, too.',
		);
	}

	private path(): string {
		return encodeURIComponent(this.account.phoneNumberId);
	}
}
