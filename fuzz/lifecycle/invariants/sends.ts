/** Statuses never go backwards, and the ledger tells what Meta took. */
import type { SendRow } from '../../../engine/store/sql/rows';
import type { SendState } from '../../../engine/whatsapp/send-state';
import type { Snapshot } from '../snapshot';
import type { World } from '../world';
import { must } from './broken';

const named = (send: SendRow): string => `send ${send.id} of step ${send.step} (${send.state}, ${send.wamid})`;

/** From each state, the ones that a send may be in later; a POST of its own begins anew. */
const LATER: Record<SendState, SendState[]> = {
	sending: ['unconfirmed', 'accepted', 'sent', 'delivered', 'read', 'failed'],
	unconfirmed: ['accepted', 'sent', 'delivered', 'read', 'failed'],
	accepted: ['sent', 'delivered', 'read', 'failed'],
	sent: ['delivered', 'read', 'failed'],
	// A delivery proves a failure wrong.
	failed: ['delivered', 'read'],
	delivered: ['read'],
	read: [],
};

export function checkSends(world: World, before: Snapshot, now: Snapshot): void {
	for (const send of before.sends.values()) {
		const after = now.sends.get(send.id);
		must(after !== undefined, `${named(send)} is gone`);
		checkForward(send, after!);
	}
	const keys = new Set<string>();
	for (const send of now.sends.values()) {
		const key = JSON.stringify([send.enrollment_id, send.step, send.node]);
		must(!keys.has(key), `${named(send)} is there twice`);
		keys.add(key);
		checkShape(send);
	}
	checkKnown(world, now);
}

function checkForward(was: SendRow, is: SendRow): void {
	if (was.posts !== is.posts) {
		must(is.posts === was.posts + 1 && was.wamid === null, `${named(was)} was posted again`);
		return;
	}
	must(was.wamid === null || was.wamid === is.wamid, `${named(was)} got another wamid, ${is.wamid}`);
	if (was.state === is.state) return;
	// That an answer was lost and the message had left all the same may come out after it was given up.
	const foundOut = was.state === 'failed' && was.wamid === null && is.wamid !== null;
	must(foundOut || LATER[was.state].includes(is.state), `${named(was)} went back to ${is.state}`);
	for (const column of ['accepted_at', 'sent_at', 'delivered_at', 'read_at'] as const) {
		must(was[column] === null || (is[column] !== null && is[column] <= was[column]), `${named(was)} lost or moved its ${column}`);
	}
}

function checkShape(send: SendRow): void {
	const taken = ['accepted', 'sent', 'delivered', 'read'].includes(send.state);
	must(!taken || (send.wamid !== null && send.accepted_at !== null), `${named(send)} was accepted without a wamid or a time`);
	must(!['sending', 'unconfirmed'].includes(send.state) || send.wamid === null, `${named(send)} is open and has a wamid`);
}

/** What Meta took and told of is in the ledger as taken. */
function checkKnown(world: World, now: Snapshot): void {
	const known = new Set([...now.sends.values()].map(({ wamid }) => wamid));
	const later = new Map(world.posts.map((post) => [post.key, post]));
	for (const post of world.posts) {
		// Of several POSTs for one message, each asked for, the ledger keeps the last one.
		if (post.truth !== 'taken' || !post.told || later.get(post.key) !== post) continue;
		// Of those that were posted again since nobody knew, it keeps the one of which it heard first.
		const isKnown = known.has(post.wamid) || world.posts.some(({ key, superseded, wamid }) => key === post.key && !superseded && known.has(wamid));
		must(isKnown, `Meta took ${post.wamid} of step ${post.step}, and the ledger does not know it`);
	}
}
