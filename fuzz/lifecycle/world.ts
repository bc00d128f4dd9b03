/** A business as it really is: what Meta took, what people said, who works. The store is held against it. */
import type { ContactRef } from '../../engine/contact/contact';
import type { SequenceDefinition } from '../../engine/sequence/definition';
import { SEQUENCE_EVENT_KINDS, type AccountStore, type DueStep, type SendCategory, type SequenceOwner, type StepLease, type Store } from '../../engine/store/contract';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';
import { MINUTE, START } from '../../test/conformance/builders';
import { ACCOUNT, OTHER_ACCOUNT, type Ground } from './ground';
import type { History } from './actions';

export interface PublishedPlan {
	id: string;
	/** By version, from 1. */
	versions: SequenceDefinition[];
	current: SequenceDefinition;
}

/** A step in the hands of an execution. */
export interface HeldStep {
	step: StepLease;
	due: DueStep;
	claimedAt: number;
}

/** One POST that the store had allowed. */
export interface Post {
	sendId: string;
	/** Run, step, node; null without a run. */
	key: string | null;
	runId: string;
	step: string;
	contactId: string;
	callbackData: string;
	category: SendCategory;
	at: number;
	/** `flying` until its answer comes; what Meta really did with it. */
	truth: 'flying' | 'taken' | 'refused' | 'not posted' | 'vanished';
	wamid: string;
	/** The store was told how it went: by the answer, or by a status. */
	told: boolean;
	/** A person, or a jump, asked to send this step again afterwards. */
	superseded: boolean;
	/** Given for the step that the execution held, not along with one that was sent. */
	finishesStep: boolean;
}

/** Something a contact said about marketing. */
export interface Word {
	contactId: string;
	stop: boolean;
	at: number;
}

export const WHO: readonly ContactRef[] = [{ phone: '+4917000000001' }, { phone: '+5511987654321' }, { userId: 'DE.10020030040050060' }];

export class World {
	now = START;
	account!: AccountStore;
	process = 'process 1';
	readonly plans: PublishedPlan[] = [];
	/** Leases of executions that run in this process. */
	leases: string[] = [];
	held: HeldStep[] = [];
	posts: Post[] = [];
	words: Word[] = [];
	webhooks: WebhookEvent[][] = [];
	/** Runs whose next step was put elsewhere by a person or an edit: their time is not that of the delay. */
	readonly steered = new Set<string>();
	/** Messages that Meta took and could not deliver, by their wamid: why. */
	readonly failed = new Map<string, number>();
	readonly delivered = new Set<string>();
	/** The last message of each person. */
	readonly lastMessage = new Map<number, string>();
	private serial = 0;
	private store!: Store;

	private constructor(
		readonly ground: Ground,
		readonly history: History,
	) {}

	/** Both sequences are published and nobody is in them. */
	static async begin(ground: Ground, history: History): Promise<World> {
		await ground.clear();
		const world = new World(ground, history);
		await world.restart();
		for (const [index, definition] of history.plans.entries()) {
			const { id } = await world.account.publishSequence(definition, world.owner(index), world.now);
			world.plans.push({ id, versions: [definition], current: definition });
		}
		return world;
	}

	/** The process is gone; another one takes over what it had. */
	async restart(): Promise<void> {
		this.store = await this.ground.open();
		this.account = this.store.forAccount(ACCOUNT);
		this.process = `process ${this.next()}`;
		this.leases = [];
		this.held = [];
	}

	/** Another business number in the same store. */
	neighbour(): AccountStore {
		return this.store.forAccount(OTHER_ACCOUNT);
	}

	/** The first sequence asks for all events, the second for none. */
	owner(sequence: number): SequenceOwner {
		return { workflowId: 'workflow', nodeId: `node ${sequence}`, label: `Workflow / ${sequence}`, events: sequence === 0 ? SEQUENCE_EVENT_KINDS : [] };
	}

	pass(minutes: number): void {
		this.now += minutes * MINUTE;
	}

	next(): number {
		return ++this.serial;
	}

	planOf(sequenceId: string): PublishedPlan {
		return this.plans.find(({ id }) => id === sequenceId)!;
	}
}

/** The one of these that the action means; undefined where there is none. */
export function pick<Item>(items: readonly Item[], which: number): Item | undefined {
	return items.length === 0 ? undefined : items[which % items.length];
}
