/** Our stores, through the contract that the nodes use. */
import path from 'node:path';
import { openEmbeddedStore } from '../../engine/store/open-embedded';
import { openPostgresStore } from '../../engine/store/open-postgres';
import type { SequenceDefinition, Step } from '../../engine/sequence/definition';
import type { AccountStore, Claim, SendPermit, Store } from '../../engine/store/contract';
import { BATCH, batches, untilEmpty, type Place, type Queue, type QueueWorker, type Share } from './queue';

export const ACCOUNT = '106540352242922';
export const SEQUENCE = 'bench';
const LEASE_MS = 5 * 60_000;

const step = (name: string, hours: number): Step => ({
	name,
	enabled: true,
	delay: { amount: hours, unit: 'hours' },
	message: { kind: 'template', name: `promo_${name}`, language: 'en', variables: {} },
});

/** The first step is due at once; finishing it schedules the second one for tomorrow. */
export const definition: SequenceDefinition = {
	name: SEQUENCE,
	description: 'What the benches run',
	steps: [step('hello', 0), step('reminder', 24)],
	stopOnReply: true,
	unconfirmed: 'hold',
	maxAttempts: 5,
	timeZone: 'Europe/Berlin',
};

/** Ends the steps of a claim. */
type Finish = (account: AccountStore, claim: Claim, now: number) => Promise<void>;

/** A canvas without a message: the execution's end says that its steps are done. */
export const finishByExecution: Finish = async (account, { lease }, now) => {
	await account.endExecution(lease, { kind: 'success' }, now);
};

const allowed = (permit: SendPermit): permit is Extract<SendPermit, { allowed: true }> => permit.allowed;

/** Send Template: permission and a `sending` row before each POST, the answers after it, then the execution's end. */
export const finishBySending: Finish = async (account, { lease, steps }, now) => {
	const permits = await account.beginSends(
		steps.map(({ enrollment, contact, step: { name } }) => ({
			step: { enrollmentId: enrollment.id, lease, step: name },
			node: '7a1c0f5e-send-template',
			contact: { id: contact.id },
			category: 'marketing' as const,
			label: 'promo_hello (en)',
		})),
		now,
	);
	const posted = permits.filter(allowed);
	if (posted.length !== steps.length) throw new Error(`${steps.length - posted.length} sends were refused`);
	await account.settleSends(
		posted.map(({ sendId }) => ({ sendId, outcome: { kind: 'accepted' as const, wamid: `wamid.HBgM${sendId}` } })),
		now,
	);
	await account.endExecution(lease, { kind: 'success' }, now);
};

export async function publish(store: Store, sequence = definition): Promise<string> {
	const owner = { workflowId: 'bench', nodeId: 'bench', label: 'Bench / Sequence Trigger' };
	return (await store.forAccount(ACCOUNT).publishSequence(sequence, owner, Date.now())).id;
}

export function storeWorker(store: Store, sequenceId: string, finish: Finish): QueueWorker {
	const account = store.forAccount(ACCOUNT);
	const request = { sequenceId, owner: `process ${process.pid}`, limit: BATCH, leaseMs: LEASE_MS };
	return {
		async add(share: Share) {
			for (const items of batches(share)) {
				const requests = items.map(({ phone, reference, context }) => ({
					sequence: SEQUENCE,
					contact: { phone },
					reentry: 'keep' as const,
					reference,
					context: { ...context },
				}));
				await account.enroll(requests, Date.now());
			}
		},
		workOff: () =>
			untilEmpty(async () => {
				const claim = await account.claimDue(request, Date.now());
				if (claim.steps.length > 0) await finish(account, claim, Date.now());
				return claim.steps.length;
			}),
		close: () => store.close(),
	};
}

type Open = (place: Place) => Promise<Store>;

const postgres: Open = ({ url, schema }) => openPostgresStore({ connectionString: url, schema }, Date.now());
/** On disk, as n8n uses it: every transaction is flushed. */
const embedded: Open = ({ folder }) => openEmbeddedStore(path.join(folder, 'store.sqlite'), Date.now());

function queue(open: Open, finish: Finish): Queue {
	return {
		async install(place) {
			const store = await open(place);
			await publish(store);
			await store.close();
		},
		async open(place) {
			const store = await open(place);
			const [sequence] = await store.forAccount(ACCOUNT).listSequences();
			if (!sequence) throw new Error('the sequence of the bench is not published');
			return storeWorker(store, sequence.id, finish);
		},
	};
}

export const ours = queue(postgres, finishByExecution);
export const oursSending = queue(postgres, finishBySending);
export const embeddedStore = queue(embedded, finishByExecution);
export const embeddedSending = queue(embedded, finishBySending);
