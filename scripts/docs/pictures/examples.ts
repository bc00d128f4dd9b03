/** The examples of docs/sequences.md, one picture for each rule. */
import type { Delay, SequenceDefinition, SendWindow, Step } from '../../../engine/sequence/definition';
import type { Example } from './lane';

const hours = (amount: number): Delay => ({ amount, unit: 'hours' });
const days = (amount: number): Delay => ({ amount, unit: 'days' });
const NOW: Delay = { amount: 0, unit: 'minutes' };

const template = (name: string) => ({ kind: 'template' as const, name, language: 'en', variables: {} });

function step(name: string, delay: Delay, more: Partial<Step> = {}): Step {
	return { name, enabled: true, delay, message: template(name.toLowerCase()), ...more };
}

function sequence(steps: Step[], more: Partial<SequenceDefinition> = {}): SequenceDefinition {
	return { name: 'Promo', description: '', steps, stopOnReply: true, unconfirmed: 'hold', maxAttempts: 5, timeZone: 'Europe/Berlin', ...more };
}

const WEEKDAYS = [1, 2, 3, 4, 5];
const OFFICE: SendWindow[] = [{ days: WEEKDAYS, from: '09:00', to: '17:00' }];
const MONDAY = '2026-01-05T10:00+01:00';
const FOUR = [step('A', days(1)), step('B', days(1)), step('C', days(1)), step('D', days(1))];
const FILM = [step('Welcome', NOW), step('Film', days(2)), step('Offer', days(7))];

const missed = (title: string, catchUp: SequenceDefinition['catchUp']): Example => ({
	title,
	note: 'Wait 1 day each; n8n is down from day 1 to day 3',
	definition: sequence(FOUR, { catchUp }),
	startsAt: MONDAY,
	events: [
		['2026-01-06T11:00+01:00', { kind: 'downtime_begins' }],
		['2026-01-08T16:00+01:00', { kind: 'downtime_ends' }],
	],
});

const FEW = Array.from({ length: 4 }, (_, i) => step(`Message ${i + 1}`, days(1)));
const again = (title: string, note: string, reentry: SequenceDefinition['reentry']): Example => ({
	title,
	note,
	definition: sequence(FEW, { reentry }),
	startsAt: MONDAY,
	events: [['2026-01-07T12:00+01:00', { kind: 'enroll', reference: null }]],
});

const later = (title: string, note: string, more: Partial<SequenceDefinition>): Example => ({
	title,
	note,
	definition: sequence([step('Welcome', NOW)], more),
	startsAt: MONDAY,
	events: [
		['2026-01-06T12:00+01:00', { kind: 'enroll', reference: null }],
		...(more.coolDown ? [['2026-01-09T12:00+01:00', { kind: 'enroll', reference: null }] as [string, { kind: 'enroll'; reference: null }]] : []),
	],
});

const stopped = (title: string, note: string, stopOn: SequenceDefinition['stopOn'], kind: 'opt_out' | 'conversion' | 'human_reply'): Example => ({
	title,
	note,
	definition: sequence(FILM, { ...(stopOn ? { stopOn } : {}) }),
	startsAt: MONDAY,
	events: [['2026-01-08T15:00+01:00', { kind }]],
});

const VARIANTS = ['A', 'B'].map((name) => ({ name, weight: 1, message: template(`welcome_${name.toLowerCase()}`) }));
const TESTED = sequence([step('Welcome', NOW, { variants: VARIANTS, message: VARIANTS[0]!.message }), step('Offer', days(2))]);

const CAMPAIGN = [step('Hello', hours(2), { at: '09:00' })];
const ASK = [step('Reminder', days(2), { waitForReply: true }), step('Thanks', NOW)];
const CART = [step('Reminder', hours(4)), step('Offer', days(1))];

/** Pictures by the name of their file. */
export const PICTURES: Record<string, Example[]> = {
	wait: [{ title: 'Wait', note: 'At once, then after 2 days, then after 7 days', definition: sequence(FILM), startsAt: MONDAY }],
	'switched-off': [
		{
			title: 'A step that is switched off',
			note: 'The wait of Offer counts from Welcome, the last message sent',
			definition: sequence([FILM[0]!, { ...FILM[1]!, enabled: false }, step('Offer', days(3))]),
			startsAt: MONDAY,
		},
	],
	'exact-time': [
		{ title: 'Subscribed at 03:00', note: 'Wait 2 hours, at 09:00', definition: sequence(CAMPAIGN), startsAt: '2026-01-05T03:00+01:00' },
		{ title: 'Subscribed at 08:00', note: 'Wait 2 hours, at 09:00', definition: sequence(CAMPAIGN), startsAt: '2026-01-05T08:00+01:00' },
	],
	windows: [{ title: 'Send windows', note: 'Monday to Friday, 09:00 to 17:00', definition: sequence([step('Welcome', NOW), step('Film', hours(2))], { windows: OFFICE }), startsAt: '2026-01-09T15:30+01:00' }],
	holidays: [
		{
			title: 'Business days and holidays',
			note: 'At 10:00, business days only; holidays on 25 and 28 Dec',
			definition: sequence([step('Welcome', NOW), step('Film', days(1), { at: '10:00' })], { businessDays: true, holidays: ['2026-12-25', '2026-12-28'] }),
			startsAt: '2026-12-24T10:00+01:00',
		},
	],
	'time-zones': [
		{ title: 'Ana, +49 170 …', note: 'At 09:00, in Berlin', definition: sequence([step('Hello', NOW, { at: '09:00' })]), startsAt: '2026-01-05T14:00Z' },
		{ title: 'Bill, +1 415 …', note: 'At 09:00, in Los Angeles', definition: sequence([step('Hello', NOW, { at: '09:00' })]), startsAt: '2026-01-05T14:00Z', person: { phone: '+14155550123' } },
	],
	'clock-changes': [
		{ title: 'In spring 02:30 is left out', note: 'At 02:30, Berlin, 29 March 2026', definition: sequence([step('Night', NOW, { at: '02:30' })]), startsAt: '2026-03-28T20:00+01:00' },
		{ title: 'In autumn 02:30 comes twice', note: 'At 02:30 the first time, and 24 hours after it', definition: sequence([step('Night', NOW, { at: '02:30' }), step('Later', hours(24))]), startsAt: '2026-10-24T20:00+02:00' },
	],
	spread: [
		{
			title: 'Random spread',
			note: 'At 09:00, spread over 60 minutes',
			definition: sequence([step('Hello', NOW, { at: '09:00' })], { spread: { amount: 60, unit: 'minutes' } }),
			startsAt: MONDAY,
		},
	],
	'wait-for-reply': [
		{ title: 'Answers on day 1', note: 'Reminder waits 2 days for a reply', definition: sequence(ASK), startsAt: MONDAY, events: [['2026-01-06T12:20+01:00', { kind: 'reply', text: 'Yes please' }]] },
		{ title: 'Does not answer', note: 'Reminder waits 2 days for a reply', definition: sequence(ASK), startsAt: MONDAY },
	],
	'frequency-cap': [
		{ title: 'Frequency cap', note: 'At most 1 message in 1 day', definition: sequence([step('Welcome', NOW), step('Film', hours(2))], { frequencyCap: { messages: 1, per: days(1) } }), startsAt: MONDAY },
	],
	'catch-up': [missed('Send All', 'send_all'), missed('Send Only the Latest', 'latest_only'), missed('Skip What Was Missed', 'skip')],
	'enrolled-again': [
		again('Keep Their Place', 'Enrolled again after message 2', 'keep'),
		again('Start Over', 'Enrolled again after message 2', 'restart'),
		later('Once Ever', 'Enrolled again a day after the end', { reentry: 'once' }),
		later('Not Before the Cool-Down Is Over', 'Cool-down 3 days; enrolled again 1 and 4 days later', { reentry: 'after_cool_down', coolDown: days(3) }),
	],
	'new-cart': [
		{
			title: 'Replace',
			note: 'The reference is the number of the cart',
			definition: sequence(CART, { reentry: 'replace' }),
			startsAt: MONDAY,
			reference: 'cart-1',
			events: [['2026-01-05T18:00+01:00', { kind: 'enroll', reference: 'cart-2' }]],
		},
	],
	stops: [
		{ title: 'A reply', note: 'Stop When the Contact Replies', definition: sequence(FILM), startsAt: MONDAY, events: [['2026-01-08T15:00+01:00', { kind: 'reply', text: 'How much?' }]] },
		stopped('An opt-out', 'Always ends every run', undefined, 'opt_out'),
		stopped('A conversion', 'Also Stop When: a Conversion Is Recorded', { conversion: true }, 'conversion'),
		stopped('A human', 'Also Stop When: Somebody Answers', { humanReply: true }, 'human_reply'),
	],
	pause: [
		{
			title: 'One contact is paused',
			note: 'Welcome at once, Film after 2 days',
			definition: sequence(FILM.slice(0, 2)),
			startsAt: MONDAY,
			events: [
				['2026-01-06T12:00+01:00', { kind: 'pause_contact' }],
				['2026-01-09T12:00+01:00', { kind: 'resume_contact' }],
			],
		},
		{
			title: 'The next step is skipped',
			note: 'Enrollment > Skip; Offer counts from Welcome',
			definition: sequence([FILM[0]!, FILM[1]!, step('Offer', days(3))]),
			startsAt: MONDAY,
			events: [['2026-01-06T12:00+01:00', { kind: 'skip_step' }]],
		},
	],
	'live-edit': [
		{
			title: 'Follow Changes',
			note: 'A step is inserted, and Offer waits 3 days, not 7',
			definition: sequence(FILM),
			startsAt: MONDAY,
			events: [['2026-01-06T12:00+01:00', { kind: 'publish', definition: sequence([FILM[0]!, FILM[1]!, step('Reviews', days(1)), step('Offer', days(3))]) }]],
		},
		{
			title: 'Keep Their Version',
			note: 'Who is in it finishes it as it was',
			definition: sequence(FILM, { liveEdit: 'pinned' }),
			startsAt: MONDAY,
			events: [['2026-01-06T12:00+01:00', { kind: 'publish', definition: sequence([FILM[0]!, FILM[1]!, step('Reviews', days(1)), step('Offer', days(3))], { liveEdit: 'pinned' }) }]],
		},
	],
	variants: [
		{ title: 'Ana', note: 'A/B test of Welcome, halves', definition: TESTED, startsAt: MONDAY },
		{ title: 'Ben', note: 'The other half', definition: TESTED, startsAt: MONDAY, person: { phone: '+491701234561' } },
		{ title: 'Somebody who is held out', note: 'Hold-out group', definition: { ...TESTED, holdOut: 100 }, startsAt: MONDAY },
	],
	'next-sequence': [
		{
			title: 'Next sequence',
			note: 'After Promo, when completed: After sales',
			definition: sequence([step('Welcome', NOW)], { next: { sequence: 'After sales', on: 'completed' } }),
			others: [sequence([step('Thanks', days(1)), step('Review', days(7))], { name: 'After sales' })],
			startsAt: MONDAY,
		},
	],
	expiry: [
		{
			title: 'Expire after silence',
			note: 'Expires after 5 days; replies do not stop it',
			definition: sequence(FILM, { expireAfter: days(5), stopOnReply: false }),
			startsAt: MONDAY,
			events: [['2026-01-06T12:00+01:00', { kind: 'reply', text: 'Nice' }]],
		},
	],
	'text-window': [
		{
			title: 'Texts and the 24 hours',
			note: 'The contact wrote just before; both steps are texts',
			definition: sequence([step('Answer', NOW, { message: { kind: 'text', text: 'Hi' } }), step('More', days(2), { message: { kind: 'text', text: 'Hi' } })]),
			startsAt: MONDAY,
			person: { phone: '+491701234567', lastMessageAt: Date.parse(MONDAY) },
		},
	],
};
