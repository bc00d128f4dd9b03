/** Takes damaged webhooks in, as the Message Trigger does: signature, JSON, events, store. */
import { parseWebhook, rawMessages } from '../../engine/whatsapp/parse-webhook';
import { isSigned, signatureOf } from '../../engine/whatsapp/signature';
import type { WebhookEvent } from '../../engine/whatsapp/webhook-event';
import { ACCOUNT, type Ground } from '../lifecycle/ground';
import { must } from '../lifecycle/invariants/broken';
import { PEOPLE } from './people';
import { textOf, type Payload } from './payloads';
import { NOW, Town } from './town';

const SECRET = 'the app secret of the fuzz run';

/** Throws when a wrong signature passes, anything else throws, or somebody changes whom no body names. */
export async function receive(ground: Ground, payloads: readonly Payload[]): Promise<void> {
	const town = await Town.settle(ground);
	const texts = payloads.map((one) => textOf(one, town.callbacks));
	const events = texts.flatMap((text, i): WebhookEvent[] => {
		checkSignature(text, i);
		return eventsOf(text);
	});
	const all = texts.join('\n');
	const before = await town.bystanders(all);
	const applied = await town.account.applyWebhook(events, 'process', NOW);
	must(applied.messages.length + applied.duplicates <= events.length, 'messages were made up');
	must((await town.bystanders(all)) === before, 'somebody changed whom no webhook names');
	must(await isStillOurs(town), 'somebody of another number was found');
}

function eventsOf(text: string): WebhookEvent[] {
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		// What is no JSON is refused before anybody reads it.
		return [];
	}
	rawMessages(body, ACCOUNT);
	return parseWebhook(body, ACCOUNT, NOW);
}

/** Everybody is still found by what they are known by. */
async function isStillOurs({ account }: Town): Promise<boolean> {
	const found = await account.getEnrollments(PEOPLE.slice(-2).map(({ phone }) => ({ sequence: 'welcome', contact: { phone } })));
	return found.every((view) => view !== null && view.state === 'active');
}

function checkSignature(text: string, n: number): void {
	const body = Buffer.from(text);
	const header = signatureOf(body, SECRET);
	must(isSigned(body, header, SECRET), 'a true signature was refused');
	for (const wrong of wrongHeaders(header, n)) must(!isSigned(body, wrong, SECRET), `a wrong signature was taken: ${String(wrong)}`);
	must(!isSigned(body, signatureOf(body, 'another secret'), SECRET), 'a signature by another secret was taken');
	must(!isSigned(body, signatureOf(body, ''), ''), 'an empty secret proved something');
	if (body.length === 0) return;
	const changed = Buffer.from(body);
	changed[n % body.length]! ^= 1 << n % 8;
	must(!isSigned(changed, header, SECRET), 'a body was taken that is not the signed one');
}

function wrongHeaders(header: string, n: number): unknown[] {
	const at = 'sha256='.length + (n % 64);
	const digit = header[at] === '0' ? '1' : '0';
	const exchanged = header.slice(0, at) + digit + header.slice(at + 1);
	return [exchanged, header.slice(0, -1), `${header}0`, header.slice(7), header.replace('sha256', 'sha1'), '', undefined, null, [header], { toString: () => header }];
}
