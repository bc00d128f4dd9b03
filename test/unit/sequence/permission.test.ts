import type { Contact } from '../../../engine/contact/contact';
import { ENDED_STATES } from '../../../engine/sequence/enrollment';
import { type HeldStep, maySend, type PermissionInput } from '../../../engine/sequence/permission';
import { DAY, HOUR, NOW } from './builders';

function contact(more: Partial<Contact> = {}): Contact {
	return { id: 'c', phone: '+491701234567', userId: null, name: null, timeZone: null, lastInboundAt: NOW - HOUR, marketingAllowed: true, utilityAllowed: true, ...more };
}

function held(more: Partial<HeldStep> = {}): HeldStep {
	return { state: 'active', step: 'one', dueAt: NOW, lease: 'mine', leaseEndsAt: NOW + 1, lastLease: null, lastStep: null, ...more };
}

/** A marketing message for a step that this execution holds, unless told otherwise. */
function ask(more: Partial<PermissionInput> & { enrollment?: HeldStep | null } = {}) {
	const { enrollment = held(), ...rest } = more;
	return maySend({
		contact: contact(),
		category: 'marketing',
		step: { enrollment, lease: 'mine', name: 'one' },
		earlier: null,
		unconfirmed: 'hold',
		now: NOW,
		...rest,
	});
}

const loose = (more: Partial<PermissionInput> = {}) =>
	maySend({ contact: contact(), category: 'marketing', earlier: null, unconfirmed: 'hold', now: NOW, ...more });

const refusal = (reason: string) => ({ allowed: false, reason, outcome: null });
const CATEGORIES = ['marketing', 'utility', 'authentication', 'session'] as const;

describe('permission to send', () => {
	it.each(CATEGORIES)('%s may leave for the step that is held, and for no step at all', (category) => {
		expect(ask({ category })).toEqual({ allowed: true, finishesStep: true, category });
		expect(loose({ category })).toEqual({ allowed: true, finishesStep: false, category });
	});
});

describe('the lease', () => {
	const leases: Array<[string, HeldStep | null, string]> = [
		['no such enrollment', null, 'enrollment_ended'],
		['lease ended this very millisecond', held({ leaseEndsAt: NOW }), 'lease_lost'],
		['lease without an end', held({ leaseEndsAt: null }), 'lease_lost'],
		['another lease', held({ lease: 'other' }), 'lease_lost'],
		['no lease', held({ lease: null, leaseEndsAt: null }), 'lease_lost'],
		['another step', held({ step: 'two' }), 'lease_lost'],
		['finished under another lease', held({ lease: null, step: 'two', lastLease: 'other', lastStep: 'one' }), 'lease_lost'],
		['finished another step under this lease', held({ lease: null, step: 'three', lastLease: 'mine', lastStep: 'two' }), 'lease_lost'],
		['paused', held({ state: 'paused' }), 'enrollment_paused'],
		['in review', held({ state: 'in_review' }), 'enrollment_paused'],
		['completed under another lease', held({ state: 'completed', lease: null, step: null, lastLease: 'other', lastStep: 'one' }), 'enrollment_ended'],
		...ENDED_STATES.map((state): [string, HeldStep, string] => [state, held({ state }), 'enrollment_ended']),
		...(['converted', 'exited', 'failed'] as const).map((state): [string, HeldStep, string] => [
			`${state} after this lease had finished the step`,
			held({ state, lease: null, lastLease: 'mine', lastStep: 'one' }),
			'enrollment_ended',
		]),
	];

	it.each(leases)('%s: refused', (_, enrollment, reason) => {
		for (const category of CATEGORIES) expect(ask({ enrollment, category })).toEqual(refusal(reason));
	});

	it.each([
		['active', held({ step: 'two', lease: null, leaseEndsAt: null, lastLease: 'mine', lastStep: 'one' })],
		['active and handed out again', held({ step: 'two', lease: 'other', lastLease: 'mine', lastStep: 'one' })],
		['completed', held({ state: 'completed', step: null, lease: null, leaseEndsAt: null, lastLease: 'mine', lastStep: 'one' })],
	])('a further message of a step that this execution finished may leave (%s), and does not finish it again', (_, enrollment) => {
		expect(ask({ enrollment })).toMatchObject({ allowed: true, finishesStep: false });
	});
});

describe('an earlier send of this very message', () => {
	it.each([
		['accepted', 'hold', 'already_sent'],
		['accepted', 'resend', 'already_sent'],
		['accepted', 'treat_as_sent', 'already_sent'],
		['sending', 'hold', 'unconfirmed'],
		['sending', 'resend', 'unconfirmed'],
		['sending', 'treat_as_sent', 'unconfirmed'],
		['unconfirmed', 'hold', 'unconfirmed'],
		['unconfirmed', 'treat_as_sent', 'unconfirmed'],
	] as const)('%s, policy %s: refused', (state, unconfirmed, reason) => {
		expect(ask({ earlier: { state, wamid: null }, unconfirmed })).toEqual(refusal(reason));
	});

	it.each([
		['failed', 'hold'],
		['failed', 'resend'],
		['failed', 'treat_as_sent'],
		['unconfirmed', 'resend'],
	] as const)('%s, policy %s: may leave', (state, unconfirmed) => {
		expect(ask({ earlier: { state, wamid: null }, unconfirmed })).toMatchObject({ allowed: true, finishesStep: true });
	});

	it('that was accepted is named as the reason even when the lease is lost', () => {
		expect(ask({ earlier: { state: 'accepted', wamid: 'w' }, enrollment: held({ lease: 'other' }) })).toEqual(refusal('already_sent'));
	});
});

describe('the contact', () => {
	const optedOut = contact({ marketingAllowed: false });

	it('who opted out gets no marketing, and the run ends', () => {
		expect(ask({ contact: optedOut })).toEqual({
			allowed: false,
			reason: 'opted_out',
			outcome: { kind: 'ended', state: 'exited', reason: 'opted_out', at: NOW },
		});
	});

	it('who opted out gets no marketing as a further message or outside any sequence either', () => {
		const finished = held({ step: 'two', lease: null, lastLease: 'mine', lastStep: 'one' });
		expect(ask({ contact: optedOut, enrollment: finished })).toEqual(refusal('opted_out'));
		expect(loose({ contact: optedOut })).toEqual(refusal('opted_out'));
	});

	it.each(['utility', 'authentication', 'session'] as const)('who opted out still gets %s', (category) => {
		expect(ask({ contact: optedOut, category }).allowed).toBe(true);
	});

	it('without phone and user id cannot be sent to, and the run ends', () => {
		expect(ask({ contact: contact({ phone: null }) })).toMatchObject({ reason: 'no_address', outcome: { kind: 'ended', state: 'exited' } });
		expect(ask({ contact: contact({ phone: null, userId: 'DE.1' }) }).allowed).toBe(true);
	});

	it.each([
		['never wrote', null, false],
		['wrote exactly 24 hours ago', NOW - DAY, false],
		['wrote a millisecond less ago', NOW - DAY + 1, true],
		['wrote just now', NOW, true],
	])('who %s: a text may leave: %s', (_, lastInboundAt, allowed) => {
		const answer = ask({ contact: contact({ lastInboundAt }), category: 'session' });
		expect(answer).toMatchObject(
			allowed
				? { allowed: true, finishesStep: true }
				: { allowed: false, reason: 'window_closed', outcome: { kind: 'skipped', reason: 'window_closed' } },
		);
		expect(ask({ contact: contact({ lastInboundAt }), category: 'utility' }).allowed).toBe(true);
	});
});

describe('a session message with a template for contacts whose window is closed', () => {
	const auto = (lastInboundAt: number | null, more: Partial<PermissionInput> = {}) =>
		ask({ category: 'session', instead: 'marketing', contact: contact({ lastInboundAt }), ...more });

	it('leaves while the window is open for a minute more, and the template otherwise', () => {
		expect(auto(NOW - HOUR)).toMatchObject({ allowed: true, category: 'session' });
		expect(auto(NOW - DAY + 60_001)).toMatchObject({ allowed: true, category: 'session' });
		expect(auto(NOW - DAY + 60_000)).toMatchObject({ allowed: true, category: 'marketing' });
		expect(auto(NOW - 2 * DAY)).toMatchObject({ allowed: true, category: 'marketing' });
		expect(auto(null)).toMatchObject({ allowed: true, category: 'marketing' });
	});

	it('asks the consent for what really leaves', () => {
		const optedOut = { marketingAllowed: false };
		expect(auto(0, { contact: contact({ ...optedOut, lastInboundAt: null }) })).toMatchObject({ allowed: false, reason: 'opted_out' });
		expect(auto(0, { contact: contact({ ...optedOut }) })).toMatchObject({ allowed: true, category: 'session' });
		expect(auto(0, { contact: contact({ ...optedOut, lastInboundAt: null }), instead: 'utility' })).toMatchObject({ allowed: true, category: 'utility' });
	});
});

describe('marketing to a number of the United States', () => {
	const us = contact({ phone: '+12025550123' });

	it('leaves unless the node is set not to send it, and then the step is passed over', () => {
		expect(ask({ contact: us })).toMatchObject({ allowed: true });
		expect(ask({ contact: us, marketingToUs: 'send' })).toMatchObject({ allowed: true });
		expect(ask({ contact: us, marketingToUs: 'refuse' })).toEqual({ allowed: false, reason: 'us_marketing', outcome: { kind: 'skipped', reason: 'us_marketing' } });
	});

	it('is meant alone: not other messages, nor Canada and the Caribbean', () => {
		for (const category of ['utility', 'authentication', 'session'] as const) expect(ask({ contact: us, category, marketingToUs: 'refuse' })).toMatchObject({ allowed: true });
		for (const phone of ['+14165550123', '+18765550123', '+491701234567', null]) {
			expect(ask({ contact: contact({ phone, userId: 'US.1' }), marketingToUs: 'refuse' })).toMatchObject({ allowed: true });
		}
	});
});

describe('an opt-out of one kind of messages', () => {
	it('of utility refuses utility only', () => {
		const answers = CATEGORIES.map((category) => loose({ category, contact: contact({ utilityAllowed: false }) }).allowed);
		expect(answers).toEqual([true, false, true, true]);
	});

	it('after the goodbye refuses further messages of a conversation, and ends the run they belong to', () => {
		expect(loose({ category: 'session', goodbyeSaid: true })).toEqual(refusal('opted_out'));
		expect(ask({ category: 'session', goodbyeSaid: true })).toMatchObject({ allowed: false, outcome: { kind: 'ended', reason: 'opted_out' } });
		expect(loose({ category: 'authentication', goodbyeSaid: true }).allowed).toBe(true);
	});
});
