import { systemClock, type Clock } from './clock';
import { ContactBook } from './contacts';
import { Conversations } from './conversation';
import { Faults } from './faults';
import { PairLimit, ThroughputLimit } from './limits';
import { MediaStore } from './media';
import { ReachLimit } from './reach';
import type { JsonObject } from './json';
import type { EmulatorOptions } from './options';
import { SendLog } from './sends';
import { TemplateCatalog } from './templates/catalog';
import { CallbackRegistry } from './webhooks/registry';
import { WebhookSender } from './webhooks/sender';
import { StatusTrack } from './webhooks/statuses';
import { axiosTransport, type Transport } from './webhooks/transport';

/** Everything one running emulator knows. */
export interface World {
	options: EmulatorOptions;
	clock: Clock;
	transport: Transport;
	contacts: ContactBook;
	conversations: Conversations;
	templates: TemplateCatalog;
	sends: SendLog;
	media: MediaStore;
	throughput: ThroughputLimit;
	pairs: PairLimit;
	reach: ReachLimit;
	faults: Faults;
	registry: CallbackRegistry;
	sender: WebhookSender;
	statuses: StatusTrack;
	/** Ice breakers and commands by phone number id, as `conversational_automation` reads them back. */
	automation: Map<string, JsonObject>;
	/** What the operator has changed of a number's state, by phone number id. */
	numbers: Map<string, JsonObject>;
	/** Access tokens of the account that were taken back. */
	revokedTokens: Set<string>;
	/** Customers' messages that the business has marked as read, in order. */
	readReceipts: ReadReceipt[];
	/** Where the emulator itself is reached, without a slash at the end. */
	baseUrl: string;
}

export interface ReadReceipt {
	wamid: string;
	/** Whether "typing…" was shown with it. */
	typing: boolean;
}

export function createWorld(options: EmulatorOptions, clock: Clock = systemClock, transport: Transport = axiosTransport()): World {
	const now = (): number => clock.now();
	const registry = new CallbackRegistry(options.wabaSubscribed);
	const conversations = new Conversations();
	const sender = new WebhookSender(transport, registry, clock, {
		businessAccountId: options.account.businessAccountId,
		appSecret: options.account.appSecret,
		redeliveryStartMs: options.redeliveryStartMs,
		redeliveryCapMs: options.redeliveryCapMs,
	});
	const statuses = new StatusTrack(sender, clock, options, (send) => {
		const bubble = conversations.bubble(send.contact, send.wamid);
		if (bubble) bubble.status = send.status;
		conversations.changed(send.contact);
	});
	const revokedTokens = new Set<string>();
	return {
		options: { ...options, account: { ...options.account, revokedTokens } },
		clock,
		transport,
		contacts: new ContactBook(now),
		conversations,
		templates: new TemplateCatalog(options.templates),
		sends: new SendLog(),
		media: new MediaStore(),
		throughput: new ThroughputLimit(options.throughputPerSecond, now),
		pairs: new PairLimit(options.pairIntervalMs, options.pairBurst, now),
		reach: new ReachLimit(options.messagingLimit, now),
		faults: new Faults(),
		registry,
		sender,
		statuses,
		automation: new Map(),
		numbers: new Map(),
		revokedTokens,
		readReceipts: [],
		baseUrl: '',
	};
}

/** Empties the world. Who has subscribed stays, unless asked: n8n does not subscribe again by itself. */
export function resetWorld(world: World, subscriptionsToo: boolean): void {
	world.statuses.reset();
	world.sender.reset();
	world.contacts.reset();
	world.conversations.reset();
	world.templates.reset();
	world.sends.reset();
	world.media.reset();
	world.throughput.reset();
	world.pairs.reset();
	world.reach.reset();
	world.faults.set([]);
	world.automation.clear();
	world.numbers.clear();
	world.revokedTokens.clear();
	world.readReceipts = [];
	if (subscriptionsToo) world.registry.reset();
}
