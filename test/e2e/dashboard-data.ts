/** A week in the life of a business, written into a store as nodes and webhooks would have written it. */
import type { SequenceDefinition, Step } from '../../engine/sequence/definition';
import type { AccountStore, Claim, DueStep } from '../../engine/store/contract';
import type { SendStatus, StatusEvent } from '../../engine/whatsapp/webhook-event';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

export const SEQUENCE = 'Promo follow-up';
/** What a stranger may call themselves. */
export const NASTY_NAME = '<img src=x onerror=alert(1)> \u202Egpj.exe';
const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'Mary Jackson', 'Dorothy Vaughan', 'Hedy Lamarr', 'Radia Perlman', 'Joan Clarke'];

const step = (name: string, days: number, template: string): Step => ({
	name,
	enabled: true,
	delay: { amount: days, unit: 'days' },
	message: { kind: 'template', name: template, language: 'en', variables: {} },
});

export const definition: SequenceDefinition = {
	name: SEQUENCE,
	description: 'Four messages after the word PROMO, until somebody answers or buys',
	steps: [step('Welcome', 0, 'promo_welcome'), step('Offer', 1, 'promo_offer'), step('Reminder', 2, 'promo_reminder'), step('Last call', 3, 'promo_last_call')],
	stopOnReply: true,
	unconfirmed: 'hold',
	maxAttempts: 3,
	timeZone: 'Europe/Berlin',
};

/** The Sequence Trigger that publishes it. */
export const OWNER = { workflowId: 'promo', nodeId: 'trigger', label: 'Promo follow-up / Sequence Trigger' };

export const phoneOf = (n: number): string => `+4917012${String(n).padStart(5, '0')}`;

/** @returns the id of the sequence */
export async function liveThroughAWeek(store: AccountStore, now: number): Promise<string> {
	const begin = now - 5 * DAY;
	const { id } = await store.publishSequence({ ...definition, steps: definition.steps.slice(0, 3) }, OWNER, begin - DAY);
	const people = Array.from({ length: 130 }, (_, n) => ({ phone: phoneOf(n), name: n === 0 ? NASTY_NAME : `${NAMES[n % NAMES.length]!}${n >= NAMES.length ? ` ${n}` : ''}` }));
	await store.applyWebhook(
		people.slice(0, 90).map(({ phone, name }, n) => ({ kind: 'message', id: `wamid.in-${n}`, at: begin - n * 60_000, contact: { phone, name }, message: { type: 'text', text: 'PROMO' } })),
		'seed',
		begin,
	);
	for (let at = begin; at < now - HOUR; at += 8 * HOUR) {
		const day = (at - begin) / DAY;
		// A fifth of them comes on each day.
		const wave = people.filter((_, n) => n % 5 === day);
		await store.enroll(wave.map((contact) => ({ sequence: SEQUENCE, contact, reentry: 'keep', reference: null, context: {} })), at);
		await send(store, id, at, day === 0);
	}
	await store.publishSequence(definition, OWNER, now - DAY);
	await store.applyWebhook(
		[4, 9, 14, 29].map((n) => ({ kind: 'message', id: `wamid.reply-${n}`, at: now - 3 * HOUR, contact: { phone: phoneOf(n) }, message: { type: 'text', text: 'Yes please' } })),
		'seed',
		now - 3 * HOUR,
	);
	await store.recordConversions([12, 17].map((n) => ({ contact: { phone: phoneOf(n) }, orderId: `order-${n}`, value: 49.9, currency: 'EUR', coupon: null, at: now - 2 * HOUR })), now - 2 * HOUR);
	await store.addTags([{ contact: { phone: phoneOf(0) }, tags: ['vip', 'newsletter'] }], now);
	await store.setAttributes([{ contact: { phone: phoneOf(0) }, attributes: { city: 'Berlin', orders: 3 } }], now);
	return id;
}

export const OTHER_SEQUENCE = 'Win-back';

/** Another sequence that somebody has paused with people in it, and a keyword whose workflow is gone. */
export async function pauseAnother(store: AccountStore, now: number): Promise<void> {
	await store.publishSequence({ ...definition, name: OTHER_SEQUENCE }, { workflowId: 'win-back', nodeId: 'trigger', label: 'Win-back / Sequence Trigger' }, now - DAY);
	await store.enroll([1, 2, 3].map((n) => ({ sequence: OTHER_SEQUENCE, contact: { phone: phoneOf(n) }, reentry: 'keep', reference: null, context: {} })), now - HOUR);
	await store.pauseSequence(OTHER_SEQUENCE, 'The voucher has run out', now - HOUR);
	await store.claimKeywords({ workflowId: 'gone', nodeId: 'keywords' }, [{ keyword: 'sale', written: 'SALE', label: 'the workflow "Summer sale"' }], now - 3 * HOUR);
}

/** Publishes a sequence of its own, and takes the first step of somebody in it. */
async function claimFirstStep(store: AccountStore, sequence: SequenceDefinition, n: number, now: number): Promise<Claim> {
	const { name } = sequence;
	const { id } = await store.publishSequence(sequence, { workflowId: name, nodeId: 'trigger', label: `${name} / Sequence Trigger` }, now);
	await store.enroll([{ sequence: name, contact: { phone: phoneOf(n) }, reentry: 'keep', reference: null, context: {} }], now);
	return await store.claimDue({ sequenceId: id, owner: 'seed', limit: 1, leaseMs: HOUR }, now);
}

export const FRAGILE = 'Fragile';

/** A run of a sequence of its own, which failed since the execution of its first step broke. */
export async function failARun(store: AccountStore, n: number, now: number): Promise<void> {
	const { lease } = await claimFirstStep(store, { ...definition, name: FRAGILE, maxAttempts: 1 }, n, now);
	await store.endExecution(lease, { kind: 'error', error: 'The webshop did not answer' }, now);
}

export const DOUBTFUL = 'Doubtful';

const LOST = { kind: 'unknown', detail: 'The connection broke.' } as const;

/** A run of a sequence of its own, of whose first message nobody knows whether it left. */
export async function loseAnAnswer(store: AccountStore, n: number, now: number): Promise<void> {
	const { lease, steps } = await claimFirstStep(store, { ...definition, name: DOUBTFUL }, n, now);
	const [permit] = await store.beginSends(steps.map((due) => requestFor(due, lease)), now);
	if (permit?.allowed) await store.settleSends([{ sendId: permit.sendId, outcome: LOST }], now);
}

const requestFor = (due: DueStep, lease: string) => ({
	step: { enrollmentId: due.enrollment.id, lease, step: due.step.name },
	node: 'send', contact: { id: due.contact.id }, category: 'marketing' as const, label: `${due.step.name} (en)`,
});

/** What is due then goes out; most of it arrives, and some of it is read. */
async function send(store: AccountStore, sequenceId: string, at: number, loseOne: boolean): Promise<void> {
	const claim = await store.claimDue({ sequenceId, owner: 'seed', limit: 500, leaseMs: HOUR }, at);
	if (claim.steps.length === 0) return;
	const permits = await store.beginSends(claim.steps.map((due) => requestFor(due, claim.lease)), at);
	const leaving = permits.flatMap((permit) => (permit.allowed ? [permit] : []));
	const wamid = (n: number): string => `wamid.${at}-${n}`;
	// One answer is lost: nobody knows whether that message left.
	const outcome = (n: number) => (n === 3 && loseOne ? LOST : ({ kind: 'accepted', wamid: wamid(n) } as const));
	await store.settleSends(leaving.map(({ sendId }, n) => ({ sendId, outcome: outcome(n) })), at);
	const status = (n: number, value: SendStatus): StatusEvent => ({ kind: 'status', id: wamid(n), status: value, at: at + 60_000, contact: { phone: leaving[n]!.contact.phone! } });
	const all = leaving.map((_, n) => n).filter((n) => outcome(n).kind === 'accepted');
	await store.applyWebhook(all.map((n) => status(n, 'sent')), 'seed', at + 60_000);
	await store.applyWebhook(all.filter((n) => n % 11 !== 0).map((n) => status(n, 'delivered')), 'seed', at + 120_000);
	await store.applyWebhook(all.filter((n) => n % 11 !== 0 && n % 3 !== 0).map((n) => status(n, 'read')), 'seed', at + 180_000);
}
