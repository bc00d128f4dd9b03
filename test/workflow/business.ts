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
	) {}

	/** @param more fields of the credential */
	static async open(more: ICredentialDataDecryptedObject = {}): Promise<Business> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-sequences-store-'));
		const emulator = await startEmulator({ port: 0 });
		const { accessToken, phoneNumberId, businessAccountId, appId, appSecret, verifyToken } = emulator.account;
		const account = { accessToken, phoneNumberId, businessAccountId, appId, appSecret, verifyToken };
		const credential = { ...account, graphBaseUrl: emulator.url, timeZone: 'Europe/Berlin', country: 'DE', storeFile: join(folder, 'store.sqlite'), ...more };
		return new Business(folder, emulator, credential, await openAccountStore(toAccount(credential)));
	}

	run(workflow: WorkflowJson, start: Start): Promise<WorkflowRun> {
		return runWorkflow(workflow, start, this.credential);
	}

	async activate(workflow: WorkflowJson, how: Activation): Promise<ActiveTrigger> {
		const trigger = await activate(workflow, this.credential, how);
		this.triggers.push(trigger);
		return trigger;
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
		for (const { emissions, closeFunction } of this.triggers) {
			for (const { done } of emissions) done?.reject(new Error('the test is over'));
			await closeFunction?.();
		}
		await (await openStore(toAccount(this.credential))).close();
		await this.emulator.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}
