/** What Meta tells: statuses, what people write, and all of it again. */
import type { EventContact, WebhookEvent } from '../../../engine/whatsapp/webhook-event';
import { dispositionOf } from '../../../engine/whatsapp/meta-errors';
import { message, preference, SECOND, status } from '../../../test/conformance/builders';
import type { Deed } from '../actions';
import { ACCOUNT } from '../ground';
import { same } from '../invariants/same';
import { snapshot } from '../snapshot';
import { pick, WHO, type Post, type World } from '../world';

type Did<Name extends Deed['do']> = Extract<Deed, { do: Name }>;

const inSeconds = (at: number): number => Math.floor(at / SECOND) * SECOND;

export async function tellStatus(world: World, { which, value, code, twice }: Did<'status'>): Promise<void> {
	const post = pick(world.posts.filter(({ truth }) => truth === 'taken'), which);
	if (!post) return;
	post.told = true;
	if (value === 'failed') tellFailure(world, post, code);
	if (value === 'delivered' || value === 'read') world.delivered.add(post.wamid);
	const error = value === 'failed' ? { error: { code: world.failed.get(post.wamid) ?? code, text: 'failed' } } : {};
	await deliver(world, twice, [status(post.wamid, value, world.now, { callbackData: post.callbackData, ...error })]);
}

/** A message fails once and for one reason, and what was delivered cannot have failed. */
function tellFailure(world: World, { wamid, contactId }: Post, code: number): void {
	if (world.failed.has(wamid) || world.delivered.has(wamid)) return;
	world.failed.set(wamid, code);
	if (dispositionOf({ code }) === 'opt_out') world.words.push({ contactId, stop: true, at: inSeconds(world.now) });
}

export async function write(world: World, { who, text, secondsAgo, twice }: Did<'write'>): Promise<void> {
	const wamid = `wamid.in${world.next()}`;
	const event = message(wamid, text, world.now - secondsAgo * SECOND, contactOf(who));
	world.lastMessage.set(who, wamid);
	await deliver(world, twice, [event]);
	if (text !== 'hi') await note(world, who, text === 'STOP', event.at);
}

export async function prefer(world: World, { who, value, secondsAgo, twice }: Did<'prefer'>): Promise<void> {
	const event = preference(value, world.now - secondsAgo * SECOND, contactOf(who));
	await deliver(world, twice, [event]);
	await note(world, who, value === 'stop', event.at);
}

async function note(world: World, who: number, stop: boolean, at: number): Promise<void> {
	const { contacts } = await snapshot(world.ground, ACCOUNT, ['contact']);
	const { phone, userId } = WHO[who]!;
	const contact = [...contacts.values()].find((row) => (phone ? row.phone === phone : row.user_id === userId));
	if (!contact) throw new Error(`whoever wrote is not known: ${JSON.stringify(WHO[who])}`);
	world.words.push({ contactId: contact.id, stop, at });
}

export async function answerByHand(world: World, { who, twice }: Did<'human'>): Promise<void> {
	const { phone, userId } = WHO[who]!;
	const to = { ...(phone ? { to: phone.slice(1) } : {}), ...(userId ? { to_user_id: userId } : {}) };
	const echo = { id: `wamid.echo${world.next()}`, from: '15550001111', ...to, timestamp: String(world.now / SECOND) };
	await deliver(world, twice, [{ kind: 'other', field: 'smb_message_echoes', value: { message_echoes: [echo] } }]);
}

export async function replay(world: World, which: number): Promise<void> {
	const events = pick(world.webhooks, which);
	if (events) await world.account.applyWebhook(events, world.process, world.now);
}

/** Meta may tell at once a second time, and that changes nothing. */
async function deliver(world: World, twice: boolean, events: WebhookEvent[]): Promise<void> {
	world.webhooks.push(events);
	await world.account.applyWebhook(events, world.process, world.now);
	if (!twice) return;
	const once = await snapshot(world.ground);
	await world.account.applyWebhook(events, world.process, world.now);
	same(once, await snapshot(world.ground), `the same webhook again changed something: ${JSON.stringify(events)}`);
}

function contactOf(who: number): EventContact {
	const { phone, userId } = WHO[who]!;
	return { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) };
}
