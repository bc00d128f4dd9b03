/** What holds at the moment at which the store lets a message leave. */
import { DateTime } from 'luxon';
import type { SequenceDefinition } from '../../../engine/sequence/definition';
import type { EnrollmentRow } from '../../../engine/store/sql/rows';
import { DAY, HOUR, MINUTE, SECOND } from '../../../test/conformance/builders';
import type { Snapshot } from '../snapshot';
import { WHO, type HeldStep, type Post, type World } from '../world';
import { must } from './broken';
import { isOptedOut } from './consent';

const UNIT = { seconds: SECOND, minutes: MINUTE, hours: HOUR, days: DAY } as const;
/** What left so little late at a time of day counts as sent at it (engine/sequence/step-time). */
const PUNCTUAL_MS = 15 * 60_000;
/** A day is shorter by this much where the clocks go forward, and a contact's day begins elsewhere. */
const CLOCK_CHANGE_MS = HOUR;

export interface Permit {
	post: Post;
	held: HeldStep;
	before: Pick<Snapshot, 'runs' | 'contacts' | 'sequences'>;
	/** As they are with the permit given. */
	sends: Snapshot['sends'];
}

export function checkPermit(world: World, permit: Permit): void {
	const { post, before } = permit;
	const run = before.runs.get(post.runId)!;
	const plan = world.planOf(run.sequence_id);
	const definition = plan.versions[run.version - 1]!;
	const what = `a ${post.category} message of step ${post.step} was let go`;
	post.finishesStep = run.step === post.step && run.lease === permit.held.step.lease;

	checkRow(permit, what);
	must(run.held_out === 0, `${what} for somebody who is held out`);
	must(post.category !== 'marketing' || !isOptedOut(world, post.contactId), `${what} after the contact had opted out`);
	must(before.sequences.get(run.sequence_id)!.paused_at === null, `${what} while the whole sequence is paused`);
	checkOnce(world, post, definition, what);
	if (post.category === 'session') checkOpenWindow(permit, what);
	if (!post.finishesStep) {
		must(run.last_lease === permit.held.step.lease && run.last_step === post.step, `${what} and the execution does not hold it`);
		return;
	}
	must(run.state === 'active', `${what} and the run is ${run.state}`);
	must((run.available_at ?? 0) > world.now, `${what} and the lease was over`);
	must(run.due_at !== null && run.due_at <= world.now, `${what} before it was due`);
	must(!(JSON.parse(run.cancelled_steps ?? '[]') as string[]).includes(post.step), `${what} though it is cancelled`);
	checkDelay(world, run, post, definition, what);
	checkHours(world, permit, definition, what);
	checkCap(world, post, definition, what);
}

function checkRow({ post, sends }: Permit, what: string): void {
	const sending = [...sends.values()].filter((send) => send.enrollment_id === post.runId && send.step === post.step && send.state === 'sending');
	must(sending.length > 0, `${what} before the ledger knew of it`);
}

/** Nobody gets the same message of one node twice, unless a person asked, Meta said that it failed after all, or the sequence resends what nobody knows of. */
function checkOnce(world: World, post: Post, definition: SequenceDefinition, what: string): void {
	for (const earlier of world.posts.filter(({ key, superseded }) => key === post.key && !superseded)) {
		const mayHaveLeft = !['refused', 'not posted'].includes(earlier.truth) && !world.failed.has(earlier.wamid);
		must(!mayHaveLeft || (definition.unconfirmed === 'resend' && !earlier.told), `${what} again: the one before is ${earlier.truth}`);
	}
}

function checkOpenWindow({ post, before }: Permit, what: string): void {
	const { last_inbound_at: at } = before.contacts.get(post.contactId)!;
	must(at !== null && post.at - at < DAY, `${what} outside the 24 hours`);
}

/** The delay since the last message, else since the enrollment, has passed. */
function checkDelay(world: World, run: EnrollmentRow, post: Post, definition: SequenceDefinition, what: string): void {
	if (world.steered.has(run.id) || run.version > 1) return;
	const { delay, at: time } = definition.steps.find(({ name }) => name === post.step)!;
	// What left without anybody knowing, and was sent again by the sequence's policy, moves no delay.
	const earlier = world.posts.filter(({ runId, truth, told, finishesStep, step }) => runId === run.id && finishesStep && truth === 'taken' && told && step !== post.step);
	const anchor = Math.max(run.enrolled_at, ...earlier.map(({ at }) => at));
	// Steps that were left out, since nobody could send, count as if they had been sent at their time.
	if (definition.catchUp === 'skip' || definition.catchUp === 'latest_only') return;
	const punctual = time !== undefined && delay.unit === 'days' ? PUNCTUAL_MS : 0;
	const earliest = anchor + delay.amount * UNIT[delay.unit] - (delay.unit === 'days' ? CLOCK_CHANGE_MS : 0) - punctual;
	must(world.now >= earliest, `${what} ${earliest - world.now} ms before its delay had passed`);
}

function checkHours(world: World, { post, before }: Permit, definition: SequenceDefinition, what: string): void {
	const contact = before.contacts.get(post.contactId)!;
	const zone = contact.phone === WHO[1]!.phone ? 'America/Sao_Paulo' : 'Europe/Berlin';
	const local = DateTime.fromMillis(world.now, { zone });
	must(!definition.holidays?.includes(local.toISODate()!), `${what} on a holiday`);
	if (!definition.windows) return;
	const open = local.weekday <= 5 && local.hour >= 9 && local.hour < 17;
	must(open, `${what} at ${local.toISO()}, outside the hours`);
}

function checkCap(world: World, post: Post, { frequencyCap: cap }: SequenceDefinition, what: string): void {
	if (!cap) return;
	const since = world.now - cap.per.amount * UNIT[cap.per.unit];
	const recent = world.posts.filter(({ contactId, at, truth }) => contactId === post.contactId && at > since && !['refused', 'not posted'].includes(truth));
	// One that failed on its way was no message; whoever answers late is counted until then.
	// A message that was posted again, since nobody knew of the first time, is one.
	const counted = new Set(recent.filter(({ wamid, key }) => key !== post.key && !world.failed.has(wamid)).map(({ key }) => key));
	must(counted.size < cap.messages, `${what}, the ${counted.size + 1}th within the cap's time`);
}
