/**
 * The story that `npm start -- --once` plays unattended, and what must have come of it: everybody gets exactly
 * the messages they should, once, and nothing after they replied or opted out.
 */
import { Customers, type AcceptedSend } from './customer';
import type { Stage } from './stage';

interface Character {
	name: string;
	phone: string;
	/** Messages expected, in this order: names of templates, or "text". */
	expected: string[];
}

const ANA: Character = { name: 'Ana', phone: '+15550100001', expected: ['promo_welcome', 'promo_video', 'promo_offer'] };
const BEN: Character = { name: 'Ben', phone: '+15550100002', expected: ['promo_welcome'] };
const CARLA: Character = { name: 'Carla', phone: '+15550100003', expected: ['promo_welcome'] };
const DAN: Character = { name: 'Dan', phone: '+15550100004', expected: ['text'] };
const EVERYBODY = [ANA, BEN, CARLA, DAN];

export interface StoryResult {
	ok: boolean;
	sent: number;
	expected: number;
	/** Messages that should have come and did not. */
	lost: number;
	/** Messages beyond those expected: sent twice, or after the sequence had to stop. */
	duplicates: number;
	/** Executions that n8n ran for all of it. */
	executions: number;
}

/** @param stepMs how long the sequence's later steps wait, in milliseconds */
export async function playStory(stage: Stage, stepMs: number, say: (line: string) => void): Promise<StoryResult> {
	const customers = new Customers(stage.emulator.url);
	say('Ana writes "PROMO"; WhatsApp delivers it three times');
	await customers.write(ANA.phone, ANA.name, 'PROMO', 3);
	say('Ben and Carla write "promo!"');
	await customers.write(BEN.phone, BEN.name, 'promo!');
	await customers.write(CARLA.phone, CARLA.name, 'Promo please');
	say('Dan writes something else');
	await customers.write(DAN.phone, DAN.name, 'Are you open on Sunday?');
	for (const { phone } of EVERYBODY) await customers.received(phone, 1, 30_000);
	say('Ben replies in the middle: "I bought it already, thanks"');
	await customers.write(BEN.phone, BEN.name, 'I bought it already, thanks');
	say('Carla writes "STOP"');
	await customers.write(CARLA.phone, CARLA.name, 'STOP');
	say('Ana waits for the film and the offer');
	await customers.received(ANA.phone, ANA.expected.length, 2 * stepMs + 30_000);
	say('Waiting a little longer, to see that nothing more comes');
	await new Promise((resolve) => setTimeout(resolve, stepMs + 3_000));
	return judge(await customers.sends(), await stage.rest.executionCount());
}

function judge(sends: AcceptedSend[], executions: number): StoryResult {
	let lost = 0;
	let duplicates = 0;
	for (const { phone, expected } of EVERYBODY) {
		const got = sends.filter((send) => send.to.endsWith(phone.slice(1))).map(labelOf);
		const missing = subtract(expected, got);
		lost += missing.length;
		duplicates += subtract(got, expected).length;
	}
	const expected = EVERYBODY.reduce((sum, character) => sum + character.expected.length, 0);
	const known = new Set(EVERYBODY.map(({ phone }) => phone.slice(1)));
	const strangers = sends.filter((send) => !known.has(send.to.replace(/^\+/, ''))).length;
	const inOrder = ANA.expected.join() === sends.filter((send) => send.to.endsWith(ANA.phone.slice(1))).map(labelOf).join();
	return {
		ok: lost === 0 && duplicates === 0 && strangers === 0 && inOrder,
		sent: sends.length,
		expected,
		lost,
		duplicates: duplicates + strangers,
		executions,
	};
}

function labelOf(send: AcceptedSend): string {
	return send.body.template?.name ?? send.type;
}

/** What is in `from` and has no partner in `taken`. */
function subtract(from: string[], taken: string[]): string[] {
	const left = [...taken];
	return from.filter((label) => {
		const at = left.indexOf(label);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

/** The story as it was seen on the customers' phones, one line a message. */
export async function timelineOf(stage: Stage): Promise<string[]> {
	const sends = await new Customers(stage.emulator.url).sends();
	const start = Math.min(...sends.map(({ at }) => new Date(at).getTime()));
	return sends.map((send) => {
		const seconds = ((new Date(send.at).getTime() - start) / 1000).toFixed(1).padStart(5);
		const name = EVERYBODY.find(({ phone }) => send.to.endsWith(phone.slice(1)))?.name ?? send.to;
		return `${seconds} s  ${name.padEnd(6)} gets ${send.body.text ? `"${send.body.text.body}"` : labelOf(send)}`;
	});
}
