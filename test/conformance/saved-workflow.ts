/** A workflow as n8n treats its static data: each execution works on a copy of what was saved when it began. */
import { openStaticStore, type Slot, type StaticStore } from '../../engine/store/static/static-store';
import { START } from './builders';
import { ACCOUNT } from './store-under-test';

export interface Execution {
	store: StaticStore;
	/** n8n ends the execution, or answers the webhook, or starts what the trigger emitted: it saves what was changed. */
	end(): void;
}

export class SavedWorkflow {
	/** The column in n8n's database. */
	saved: string | undefined;

	constructor(
		readonly id: string,
		readonly account = ACCOUNT,
	) {}

	/** @param found what n8n hands to the execution; by default what is saved now */
	async execution(found = this.saved, isTest = false): Promise<Execution> {
		let value: unknown = found === undefined ? undefined : JSON.parse(found);
		let changed = false;
		const slot: Slot = {
			read: () => value,
			write: (next) => {
				value = next;
				changed = true;
			},
			isTest,
		};
		const store = await openStaticStore({ workflow: this.id, account: this.account }, slot, START);
		return {
			store,
			end: () => {
				if (changed && !isTest) this.saved = JSON.stringify(value);
				changed = false;
			},
		};
	}

	/** Everything in memory is gone; what n8n has saved is left. */
	async crash(): Promise<void> {
		await (await this.execution()).store.close();
	}
}
