/**
 * The store in a workflow's static data, as one node of the workflow sees it. The data is in the live copy that all
 * nodes share; what this adds is when n8n is given it to save, and what must be saved before a message may leave.
 */
import type {
	AccountStore,
	AppliedWebhook,
	Claim,
	ClaimRequest,
	EnrollRequest,
	EnrollResult,
	SendPermit,
	SendRequest,
	StepLease,
	Store,
} from '../contract';
import { StoreRefusal } from '../contract';
import type { WebhookEvent } from '../../whatsapp/webhook-event';
import { readCallbackData } from '../operations/sending/callback-data';
import { headerOf, type BlobHeader } from './blob';
import { changesOf } from './changes';
import { closeCopy, openCopy, type OpenCopy } from './copies';
import { nameNodes } from './doubts';
import { forgetOld } from './history';
import type { SavingTrigger } from './keeper';
import type { CopyOf, LiveCopy } from './live-copy';

/** A place in the static data that n8n gave to a node. */
export interface Slot {
	read(): unknown;
	/** Marks the static data as changed: n8n saves it when it is done with the node's execution or webhook. */
	write(value: Saved): void;
	/** A test run in the editor: n8n saves nothing of it. */
	readonly isTest: boolean;
}

/** What stands in the static data from the first write on: n8n's save asks it, and gets the newest state. */
export interface Saved {
	toJSON(): unknown;
	/** What n8n had loaded from its database for this execution. */
	readonly loaded: BlobHeader | null;
}

export interface StaticStore extends Store {
	/** An active trigger offers to have n8n save; answers what ends that. */
	serve(trigger: SavingTrigger): () => void;
}

/**
 * @param now UTC milliseconds
 * @throws StoreRefusal when what the static data holds cannot be read
 */
export async function openStaticStore(of: CopyOf, slot: Slot, now: number): Promise<StaticStore> {
	const value = slot.read();
	const before = isSaved(value) ? value : null;
	const open = await openCopy(of, before ? undefined : value, now);
	const view = new StaticView(open, slot, before?.loaded ?? headerOf(value));
	const account = view.account();
	return {
		kind: 'static',
		singleProcess: true,
		forAccount: () => account,
		serve: (trigger) => view.serve(trigger),
		close: () => closeCopy(of),
	};
}

function isSaved(value: unknown): value is Saved {
	return typeof (value as Saved | undefined)?.toJSON === 'function';
}

/** Old runs are forgotten so often. */
const FORGET_EVERY_MS = 60 * 60_000;
const forgotten = new WeakMap<LiveCopy, number>();

/** A step whose claim n8n has not saved yet comes back after this time. */
const NOT_SAVED_MS = 2_000;

/**
 * Webhooks that bring nothing but statuses have n8n save so often at most. With a save for each, n8n's SQLite could not
 * keep up with the 1,200 webhooks of 400 messages, and webhooks timed out.
 */
const STATUSES_EVERY_MS = 2_000;
const statusesSaved = new WeakMap<LiveCopy, number>();

class StaticView {
	private readonly copy: LiveCopy;

	constructor(
		private readonly open: OpenCopy,
		private readonly slot: Slot,
		private readonly loaded: BlobHeader | null,
	) {
		this.copy = open.copy;
	}

	account(): AccountStore {
		const inner = this.copy.store;
		return {
			...inner,
			...changesOf(inner, () => this.savingSoon(null)),
			publishSequence: async (...call) => this.saving(await inner.publishSequence(...call)),
			claimKeywords: async (...call) => this.saving(await inner.claimKeywords(...call)),
			releaseKeywords: async (...call) => this.saving(await inner.releaseKeywords(...call)),
			confirmKeywords: async (...call) => this.saving(await inner.confirmKeywords(...call)),
			closeSequence: async (...call) => this.saving(await inner.closeSequence(...call)),
			enroll: (requests, now) => this.enroll(requests, now),
			remove: async (...call) => {
				this.refuseInTest();
				return this.savingSoon(await inner.remove(...call));
			},
			stopByGuard: async (...call) => {
				this.refuseInTest();
				return this.savingSoon(await inner.stopByGuard(...call));
			},
			review: async (...call) => {
				this.refuseInTest();
				return this.savingSoon(await inner.review(...call));
			},
			endSilence: async (...call) => {
				const ended = await inner.endSilence(...call);
				return ended > 0 ? this.savingSoon(ended) : ended;
			},
			claimDue: (request, now) => this.claimDue(request, now),
			endExecution: async (lease, end, now) => {
				const settled = await inner.endExecution(lease, end, now);
				if (end.kind !== 'waiting') this.copy.doubts.released(lease);
				// The execution was saved before this; n8n will save no more for it.
				return settled > 0 ? this.savingSoon(settled) : settled;
			},
			claimEvents: async (...call) => {
				const claim = await inner.claimEvents(...call);
				return claim.events.length > 0 ? this.saving(claim) : claim;
			},
			beginSends: (requests, now) => this.beginSends(requests, now),
			settleSends: async (...call) => this.saving(await inner.settleSends(...call)),
			refuseSteps: async (...call) => this.saving(await inner.refuseSteps(...call)),
			applyWebhook: (events, owner, now) => this.applyWebhook(events, owner, now),
			acknowledgeMessages: async (wamids) => this.saving(await inner.acknowledgeMessages(wamids)),
			releaseMessages: async (wamids) => this.saving(await inner.releaseMessages(wamids)),
		};
	}

	serve(trigger: SavingTrigger): () => void {
		const save = (): void => {
			this.saving(null);
			trigger.save();
		};
		return this.open.keeper.serve({ after: trigger.after, save });
	}

	private async enroll(requests: EnrollRequest[], now: number): Promise<EnrollResult[]> {
		this.refuseInTest();
		if (now - (forgotten.get(this.copy) ?? 0) > FORGET_EVERY_MS) {
			await this.copy.transact((session) => forgetOld(session, this.copy.of.account, now));
			forgotten.set(this.copy, now);
		}
		this.copy.refuseWhenFull();
		return this.savingSoon(await this.copy.store.enroll(requests, now));
	}

	private async claimDue(request: ClaimRequest, now: number): Promise<Claim> {
		const { doubts, of, store } = this.copy;
		await this.copy.transact((session) => doubts.settle(session, { account: of.account, sequenceId: request.sequenceId, now }));
		const claim = await store.claimDue(request, now);
		if (claim.steps.length > 0) {
			doubts.claimed(claim.lease, this.copy.header.revision);
			this.saving(claim);
			await this.copy.freeze();
		}
		return claim;
	}

	/**
	 * A message may leave when n8n's database is known to show that its step was handed out: this execution was loaded from
	 * it. n8n saves while it starts the execution, so that is nearly always so; otherwise the step is put off.
	 */
	private async beginSends(requests: SendRequest[], now: number): Promise<SendPermit[]> {
		const { store, doubts } = this.copy;
		const permits = await store.beginSends(requests, now);
		const early: Array<{ sendId: string; step: StepLease }> = [];
		const answers = permits.map((permit, i): SendPermit => {
			const { step } = requests[i]!;
			if (!permit.allowed || !step) return permit;
			if (this.isSaved(doubts.neededFor(step))) {
				doubts.begun(step);
				return permit;
			}
			early.push({ sendId: permit.sendId, step });
			return { allowed: false, reason: 'not_saved_yet', contact: permit.contact, wamid: null };
		});
		if (early.length > 0) await this.putOff(early, now);
		return this.saving(answers);
	}

	private isSaved(revision: number): boolean {
		return revision === 0 || this.copy.isSaved(revision, this.loaded);
	}

	private async putOff(early: Array<{ sendId: string; step: StepLease }>, now: number): Promise<void> {
		const detail = 'n8n had not saved yet that this step was handed out.';
		await this.copy.store.settleSends(
			early.map(({ sendId }) => ({ sendId, outcome: { kind: 'not_posted', reason: 'not_saved_yet', detail, retryAfterMs: NOT_SAVED_MS } })),
			now,
		);
		const revision = this.copy.touch();
		for (const { step } of early) this.copy.doubts.announce(step, revision);
	}

	private async applyWebhook(events: WebhookEvent[], owner: string, now: number): Promise<AppliedWebhook> {
		const { revision } = this.copy.header;
		const keys = events.flatMap((event) => {
			const key = event.kind === 'status' ? readCallbackData(event.callbackData) : null;
			return key && 'step' in key ? [key] : [];
		});
		await this.copy.transact((session) => nameNodes(session, this.copy.of.account, keys));
		const applied = await this.copy.store.applyWebhook(events, owner, now);
		if (this.copy.header.revision === revision) return applied;
		const onlyStatuses = events.every(({ kind }) => kind === 'status');
		if (onlyStatuses && !this.statusesAreDue(now)) {
			this.open.keeper.soon();
			return applied;
		}
		this.saving(applied);
		// n8n saves before it answers Meta, so what Meta will not deliver again is in n8n's database.
		await this.copy.freeze();
		return applied;
	}

	private statusesAreDue(now: number): boolean {
		const due = Math.abs(now - (statusesSaved.get(this.copy) ?? 0)) >= STATUSES_EVERY_MS;
		if (due) statusesSaved.set(this.copy, now);
		return due;
	}

	private saving<Result>(result: Result): Result {
		const { copy, loaded } = this;
		this.slot.write({ toJSON: () => copy.blob(), loaded });
		return result;
	}

	private savingSoon<Result>(result: Result): Result {
		this.saving(result);
		this.open.keeper.soon();
		return result;
	}

	private refuseInTest(): void {
		if (!this.slot.isTest || this.open.keeper.active) return;
		throw new StoreRefusal(
			'The credential keeps its contacts in the workflow static data, and n8n saves nothing of a test run. Publish this workflow with its Sequence Trigger first, or choose "File of This n8n" under "Keep Data In" in the credential.',
		);
	}
}
