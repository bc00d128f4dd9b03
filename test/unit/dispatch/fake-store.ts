import type { Contact } from '../../../engine/contact/contact';
import type { Reason } from '../../../engine/sequence/reason';
import type {
	AccountStore,
	SendOutcome,
	SendPermit,
	SendRequest,
	SendSettlement,
	SettledSend,
	StepRefusal,
} from '../../../engine/store/contract';

export type SendStore = Pick<AccountStore, 'beginSends' | 'settleSends' | 'refuseSteps'>;

/** The sending part of a store, in memory: it permits everything that a test does not forbid. */
export class FakeStore implements SendStore {
	readonly begun: SendRequest[] = [];
	readonly beginCalls: number[] = [];
	readonly settlements: SendSettlement[] = [];
	readonly settleCalls: number[] = [];
	readonly refusals: StepRefusal[] = [];
	/** Why a request is not permitted; undefined permits it. */
	forbid: (request: SendRequest) => { reason: Reason; wamid?: string } | undefined = () => undefined;
	/** Thrown by the next calls, one each. */
	beginFaults: unknown[] = [];
	settleFaults: unknown[] = [];
	/** What the enrollment looks like afterwards. */
	enrollmentAfter: (outcome: SendOutcome, request: SendRequest) => SettledSend['enrollment'] = () => null;
	refusalApplies = true;
	private readonly requests = new Map<string, SendRequest>();

	async beginSends(requests: SendRequest[]): Promise<SendPermit[]> {
		this.beginCalls.push(requests.length);
		const fault = this.beginFaults.shift();
		if (fault) throw fault;
		return requests.map((request): SendPermit => {
			const contact = contactOf(request);
			const forbidden = this.forbid(request);
			if (forbidden) return { allowed: false, reason: forbidden.reason, contact, wamid: forbidden.wamid ?? null };
			const sendId = `send-${this.begun.push(request)}`;
			this.requests.set(sendId, request);
			return { allowed: true, sendId, contact, callbackData: `callback-${sendId}` };
		});
	}

	async settleSends(settlements: SendSettlement[]): Promise<SettledSend[]> {
		this.settleCalls.push(settlements.length);
		const fault = this.settleFaults.shift();
		if (fault) throw fault;
		this.settlements.push(...settlements);
		return settlements.map(({ sendId, outcome }) => ({
			reason: reasonOf(outcome),
			enrollment: this.enrollmentAfter(outcome, this.requests.get(sendId)!),
		}));
	}

	async refuseSteps(refusals: StepRefusal[]): Promise<Array<{ applied: boolean }>> {
		this.refusals.push(...refusals);
		return refusals.map(() => ({ applied: this.refusalApplies }));
	}
}

function reasonOf(outcome: SendOutcome): Reason {
	if (outcome.kind === 'accepted') return 'sent';
	if (outcome.kind === 'unknown') return 'unconfirmed';
	if (outcome.kind === 'not_posted') return outcome.reason;
	return outcome.disposition === 'retry' ? 'rate_limited' : 'rejected';
}

function contactOf({ contact }: SendRequest): Contact {
	return {
		id: contact.id ?? 'contact-1',
		phone: contact.phone ?? (contact.id && !contact.userId ? '+491701234567' : null),
		userId: contact.userId ?? null,
		name: contact.name ?? null,
		timeZone: null,
		lastInboundAt: null,
		marketingAllowed: true, utilityAllowed: true,
	};
}
