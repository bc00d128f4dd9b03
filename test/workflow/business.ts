/** A business for one test: a number at an emulator of its own, a store in a file of its own, and the credential. */
import { activate, type ActiveTrigger, type Activation } from './activate';
import { runWorkflow, type Start, type WorkflowRun } from './run-workflow';
import axios from 'axios';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import type { AccountStore, AppliedMessage, EnrollmentView } from '../../engine/store/contract';
import { toAccount } from '../../nodes/shared/account';
import { openAccountStore, openStore } from '../../nodes/shared/stores';
import { outputsOf } from '../../nodes/SequenceTrigger/items';
import { messageItem } from '../../nodes/WhatsAppMessageTrigger/message-items';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import { StaticColumn } from './static-column';

export const HOUR = 60 * 60_000;

/** A message that the emulator accepted. */
export interface Accepted {
	wamid: string;
	to: string;
	type: string;
	body: IDataObject;
	callbackData: string | null;
}

export interface Fault {
	action: 'error' | 'drop-after-accept' | 'drop-before-accept';
	code?: number;
	times?: number;
	match?: IDataObject;
}

export class Business {
	private readonly triggers: ActiveTrigger[] = [];
	private messages = 0;

	private constructor(
		private readonly folder: string,
		private readonly emulator: Emulator,
		readonly credential: ICredentialDataDecryptedObject,
		readonly store: AccountStore,
		/** The static data of the workflow, where the credential keeps people there. */
		private readonly column?: StaticColumn,
	) {}

	/**
	 * @param more fields of the credential
	 * @param meta how the emulator differs from its defaults
	 */
	static async open(more: ICredentialDataDecryptedObject = {}, meta: Parameters<typeof startEmulator>[0] = {}): Promise<Business> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-sequences-store-'));
		const emulator = await startEmulator({ port: 0, ...meta });
		const { accessToken, phoneNumberId, businessAccountId, appId, appSecret, verifyToken } = emulator.account;
		const account = { accessToken, phoneNumberId, businessAccountId, appId, appSecret, verifyToken };
		const credential: ICredentialDataDecryptedObject = { ...account, graphBaseUrl: emulator.url, timeZone: 'Europe/Berlin', country: 'DE', storeFile: join(folder, 'store.sqlite'), ...more };
		const column = credential.store === 'static' ? new StaticColumn() : undefined;
		return new Business(folder, emulator, credential, await openAccountStore(toAccount(credential), column?.node()), column);
	}

	run(workflow: WorkflowJson, start: Start): Promise<WorkflowRun> {
		return runWorkflow(workflow, { ...start, column: this.column }, this.credential);
	}

	async activate(workflow: WorkflowJson, how: Activation): Promise<ActiveTrigger> {
		const trigger = await activate(workflow, this.credential, { ...how, column: this.column });
		this.triggers.push(trigger);
		return trigger;
	}

	/** n8n ends and starts again: what it had saved is left. Its workflows are not active yet. */
	async restart(): Promise<Business> {
		await this.stopTriggers();
		await (await openStore(toAccount(this.credential), this.column?.node())).close();
		const store = await openAccountStore(toAccount(this.credential), this.column?.node());
		return new Business(this.folder, this.emulator, this.credential, store, this.column);
	}

	/** A customer writes to the business; the item is the one that the Message Trigger makes of it. */
	async receives(phone: string, text: string, { name = 'Ada', at = Date.now() } = {}): Promise<IDataObject> {
		const id = `wamid.inbound-${++this.messages}`;
		const { messages } = await this.store.applyWebhook(
			[{ kind: 'message', id, at, contact: { phone, name }, message: { type: 'text', text } }],
			'the tests',
			Date.now(),
		);
		await this.control('contacts', { phone, lastInboundAt: at });
		return messageItem(messages[0] as AppliedMessage).json;
	}

	/** Where a person stands in a sequence. */
	async standing(sequence: string, phone: string): Promise<EnrollmentView> {
		const [view] = await this.store.getEnrollments([{ sequence, contact: { phone } }]);
		if (!view) throw new Error(`${phone} has never been in "${sequence}"`);
		return view;
	}

	/** The items that the trigger of a sequence will emit when this person's next step is due. */
	async itemsWhenDue(sequence: string, phone: string): Promise<IDataObject[]> {
		const { sequenceId, dueAt } = await this.standing(sequence, phone);
		if (dueAt === null) throw new Error(`nothing is due for ${phone}`);
		const claim = await this.store.claimDue({ sequenceId, owner: 'later', limit: 10, leaseMs: HOUR }, Math.max(dueAt, Date.now()));
		return outputsOf(claim, null)[0]!.map(({ json }) => json);
	}

	/** What n8n saves when a trigger emits. */
	async saveAsTriggerDoes(): Promise<void> {
		const node = this.column?.node();
		if (!node) return;
		await (await openAccountStore(toAccount(this.credential), node)).releaseMessages([]);
		this.column?.save({ global: node.getWorkflowStaticData('global') });
	}

	/** What goes wrong with the next messages. */
	async faults(...rules: Fault[]): Promise<void> {
		await this.control('faults', { rules: rules.map((rule) => ({ ...rule, match: { path: '/messages', ...rule.match } })) });
	}

	/** Asks the emulator for something, as an operator would. */
	async control(path: string, body: IDataObject): Promise<void> {
		await axios.post(`${this.emulator.url}/emulator/${path}`, body);
	}

	async accepted(): Promise<Accepted[]> {
		return (await axios.get<Accepted[]>(`${this.emulator.url}/emulator/sends`)).data;
	}

	async close(): Promise<void> {
		await this.stopTriggers();
		await (await openStore(toAccount(this.credential), this.column?.node())).close();
		await this.emulator.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	private async stopTriggers(): Promise<void> {
		for (const { emissions, closeFunction } of this.triggers.splice(0)) {
			for (const { done } of emissions) done?.reject(new Error('the test is over'));
			await closeFunction?.();
		}
	}
}
