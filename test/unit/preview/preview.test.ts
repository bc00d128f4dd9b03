/** What a preview tells: when each step comes, or why it does not. */
import { pretendContact, pretendId, pretendWorld, preview } from '../../../engine/preview';
import { isOpenAt } from '../../../engine/sequence/schedule';
import { DAY, definition, HOUR, play, START, step, told } from './play';

const template = (name: string) => ({ kind: 'template' as const, name, language: 'en', variables: {} });
const days = (amount: number) => ({ amount, unit: 'days' as const });
const hours = (amount: number) => ({ amount, unit: 'hours' as const });
const now = { amount: 0, unit: 'minutes' as const };

describe('The examples that the products document', () => {
	test('subscribed at 03:00, two hours, at 09:00: 09:00 the same day', async () => {
		const at3 = START - 7 * HOUR;
		const entries = await play({ startsAt: at3, more: { steps: [step('Hello', { delay: hours(2), at: '09:00' })] } });
		expect(told(entries)).toEqual(['event enrolled Mon 5 Jan, 03:00', 'Hello done Mon 5 Jan, 09:00', 'end completed Mon 5 Jan, 09:00']);
		expect(entries[1]!.why).toBe('2 hours after the enrollment, then at 09:00.');
		expect(entries[1]!.timing.map(({ rule }) => rule)).toEqual(['delay', 'exact_time']);
	});

	test('a new cart abandonment ends the run of the old one', async () => {
		const cart = { reentry: 'replace' as const, steps: [step('Reminder', { delay: hours(4) }), step('Offer', { delay: days(1) })] };
		const entries = await play({ more: cart, reference: 'cart-1', events: [[6 * HOUR, { kind: 'enroll', reference: 'cart-2' }]] });
		expect(told(entries)).toEqual([
			'event enrolled Mon 5 Jan, 10:00',
			'Reminder done Mon 5 Jan, 14:00',
			'event enroll Mon 5 Jan, 16:00',
			'end exited (replaced) Mon 5 Jan, 16:00',
			'Offer not_sent (replaced)',
			'event enrolled Mon 5 Jan, 16:00',
			'Reminder done Mon 5 Jan, 20:00',
			'Offer done Tue 6 Jan, 20:00',
			'end completed Tue 6 Jan, 20:00',
		]);
	});

	const TEN = Array.from({ length: 10 }, (_, i) => step(`Message ${i + 1}`, { delay: days(1) }));
	const atFive = { events: [[5 * DAY + HOUR, { kind: 'enroll' as const, reference: null }] as [number, { kind: 'enroll'; reference: null }]] };

	test('enrolled again at message 5 of 10, place kept: message 6 comes next', async () => {
		const entries = told(await play({ more: { steps: TEN }, ...atFive }));
		expect(entries.slice(5, 8)).toEqual(['Message 5 done Sat 10 Jan, 10:00', 'event enroll Sat 10 Jan, 11:00', 'Message 6 done Sun 11 Jan, 10:00']);
	});

	test('enrolled again at message 5 of 10, overwritten: message 1 comes next', async () => {
		const entries = told(await play({ more: { steps: TEN, reentry: 'restart' }, ...atFive }));
		expect(entries.slice(6, 8)).toEqual(['event enroll Sat 10 Jan, 11:00', 'end exited (restarted) Sat 10 Jan, 11:00']);
		expect(entries.slice(-11)).toEqual([expect.stringMatching(/^Message 1 done Sun 11 Jan/), ...Array.from({ length: 9 }, () => expect.any(String)), expect.stringMatching(/^end completed/)]);
	});

	test('a capped message is sent later, not lost', async () => {
		const cap = { frequencyCap: { messages: 1, per: days(1) }, steps: [step('One', { delay: now, message: template('one') }), step('Two', { delay: hours(2), message: template('two') })] };
		const entries = await play({ more: cap });
		expect(told(entries)).toEqual([
			'event enrolled Mon 5 Jan, 10:00',
			'One sent Mon 5 Jan, 10:00',
			'Two put_off (capped) Mon 5 Jan, 12:00',
			'Two sent Tue 6 Jan, 10:00',
			'end completed Tue 6 Jan, 10:00',
		]);
		expect(entries[2]!).toMatchObject({ putOffTo: START + DAY, why: expect.stringContaining('It is due again on Tue 6 Jan, 10:00.') });
		expect(entries[3]!.why).toMatch(/^It had to wait\. The contact has had as many messages/);
	});
});

describe('A preview', () => {
	test('tells of every step, also of those that are switched off or never come', async () => {
		const steps = [step('One', { delay: now }), step('Off', { enabled: false }), step('Two', { delay: days(1) }), step('Three', { delay: days(1) }), step('Last', { enabled: false })];
		expect(told(await play({ more: { steps }, events: [[DAY + HOUR, { kind: 'reply', text: 'hi' }]] }))).toEqual([
			'event enrolled Mon 5 Jan, 10:00',
			'One done Mon 5 Jan, 10:00',
			'Off not_sent (step_disabled)',
			'Two done Tue 6 Jan, 10:00',
			'event reply Tue 6 Jan, 11:00',
			'end exited (replied) Tue 6 Jan, 11:00',
			'Three not_sent (replied)',
			'Last not_sent (step_disabled)',
		]);
	});

	test('keeps to windows and business days on the clock of the contact, and says which rule led there', async () => {
		const hoursOfShop = { windows: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] };
		const steps = [step('One', { delay: now, message: template('one') }), step('Two', { delay: days(4), message: template('two') })];
		const entries = await play({ more: { ...hoursOfShop, steps }, person: { phone: '+14155550123' } });
		expect(told(entries).slice(1, 3)).toEqual(['One sent Mon 5 Jan, 09:00', 'Two sent Fri 9 Jan, 09:00']);
		expect(entries[1]).toMatchObject({ zone: 'America/Los_Angeles', why: 'No wait, then the sending hours open on Mon 5 Jan, 09:00.' });
		for (const { at, zone } of entries.filter(({ outcome }) => outcome === 'sent')) expect(isOpenAt(at!, hoursOfShop, zone)).toBe(true);
	});

	test('ends the wait for a reply with the reply, and says so when none comes', async () => {
		const more = { steps: [step('Ask', { delay: days(2), waitForReply: true }), step('Thanks', { delay: now })] };
		expect(told(await play({ more, events: [[DAY, { kind: 'reply', text: 'yes' }]] }))).toEqual([
			'event enrolled Mon 5 Jan, 10:00',
			'event reply Tue 6 Jan, 10:00',
			'Ask answered (reply_received) Tue 6 Jan, 10:00',
			'Thanks done Tue 6 Jan, 10:00',
			'end completed Tue 6 Jan, 10:00',
		]);
		const silent = await play({ more });
		expect(told(silent)[1]).toBe('Ask done Wed 7 Jan, 10:00');
		expect(silent[1]!.why).toBe('No reply within 2 days after the enrollment.');
	});

	test.each([
		['send_all', ['Two done Thu 8 Jan, 16:00', 'Three done Fri 9 Jan, 16:00', 'Four done Sat 10 Jan, 16:00']],
		['latest_only', ['Two not_sent (missed) Thu 8 Jan, 16:00', 'Three done Thu 8 Jan, 16:00', 'Four done Fri 9 Jan, 16:00']],
		['skip', ['Two not_sent (missed) Thu 8 Jan, 16:00', 'Three not_sent (missed) Thu 8 Jan, 16:00', 'Four done Fri 9 Jan, 10:00']],
	] as const)('after downtime follows the catch-up policy %s', async (catchUp, expected) => {
		const steps = [step('One', { delay: days(1) }), step('Two', { delay: days(1) }), step('Three', { delay: days(1) }), step('Four', { delay: days(1) })];
		const entries = await play({ more: { steps, catchUp }, events: [[DAY + HOUR, { kind: 'downtime_begins' }], [3 * DAY + 6 * HOUR, { kind: 'downtime_ends' }]] });
		expect(told(entries).filter((line) => /^(Two|Three|Four)/.test(line))).toEqual([...expected]);
	});

	test('says when a step was due while nothing could be sent', async () => {
		const entries = await play({ more: { steps: [step('One', { delay: days(1) })] }, events: [[HOUR, { kind: 'pause_sequence' }], [2 * DAY, { kind: 'resume_sequence' }]] });
		expect(entries.find(({ step: name }) => name === 'One')!.why).toBe('1 day after the enrollment. It was due on Tue 6 Jan, 10:00, when nothing could be sent.');
	});

	test.each([
		['opt_out', {}, 'end exited (opted_out)'],
		['conversion', { stopOn: { conversion: true } }, 'end converted'],
		['human_reply', { stopOn: { humanReply: true } }, 'end exited (human_replied)'],
		['number_change', { stopOn: { numberChange: true } }, 'end exited (number_changed)'],
	] as const)('ends with %s where the sequence says so, also for somebody without a phone number', async (kind, more, expected) => {
		for (const person of [{ phone: '+491701234567' }, {}]) {
			const entries = told(await play({ more, person, events: [[90 * 60_000, { kind }]] }));
			expect(entries).toContain(`${expected} Mon 5 Jan, 11:30`);
		}
	});

	test('ends for numbers that WhatsApp does not reach, unless the sequence keeps them', async () => {
		const steps = [step('One', { message: template('one') }), step('Two', { message: template('two') })];
		const events: [[number, { kind: 'undeliverable' }]] = [[HOUR + 1000, { kind: 'undeliverable' }]];
		expect(told(await play({ more: { steps }, events })).slice(-2)).toEqual(['Two not_sent (undeliverable) Mon 5 Jan, 12:00', 'end exited (undeliverable) Mon 5 Jan, 12:00']);
		expect(told(await play({ more: { steps, stopOn: { undeliverable: false } }, events })).at(-1)).toBe('end completed Mon 5 Jan, 12:00');
	});

	test('a text leaves only within a day of what the contact wrote', async () => {
		const steps = [step('One', { message: { kind: 'text', text: 'hi' } }), step('Two', { delay: days(1), message: { kind: 'text', text: 'hi' } })];
		const entries = told(await play({ more: { steps }, person: { phone: '+491701234567', lastMessageAt: START } }));
		expect(entries.slice(1, 3)).toEqual(['One sent Mon 5 Jan, 11:00', 'Two not_sent (window_closed) Tue 6 Jan, 11:00']);
	});

	test('knows the pretended tags, attributes and consent', async () => {
		const rule = { name: 'Only VIPs', match: 'all' as const, conditions: [{ kind: 'tag' as const, tag: 'vip', has: true }] };
		const conditions = { match: 'all' as const, rules: [rule] };
		const refused = await play({ more: { conditions } });
		expect(refused).toHaveLength(1);
		expect(refused[0]).toMatchObject({ outcome: 'refused', reason: 'conditions_not_met', why: expect.stringContaining('"Only VIPs"') });
		expect((await play({ more: { conditions }, person: { phone: '+491701234567', tags: ['vip'] } }))[0]!.outcome).toBe('enrolled');

		const optedOut = await play({ more: { steps: [step('One', { message: template('one') })] }, person: { phone: '+491701234567', optedOut: true } });
		expect(told(optedOut).slice(1)).toEqual(['One not_sent (opted_out) Mon 5 Jan, 11:00', 'end exited (opted_out) Mon 5 Jan, 11:00']);
	});

	test('goes on in the next sequence', async () => {
		const after = definition({ name: 'after sales', steps: [step('Thanks', { delay: days(1) })] });
		const entries = await play({ more: { steps: [step('One')], next: { sequence: 'after sales', on: 'completed' } }, others: [after] });
		expect(entries.map(({ sequence, outcome }) => `${sequence} ${outcome}`)).toEqual([
			'welcome enrolled', 'welcome done', 'welcome completed', 'after sales enrolled', 'after sales done', 'after sales completed',
		]);
	});

	test('gives the same contact the same version of an A/B test each time', async () => {
		const variants = ['A', 'B'].map((name) => ({ name, weight: 1, message: template(name) }));
		const steps = [step('One', { message: variants[0]!.message, variants })];
		const versions = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
			const person = { phone: `+49170123450${i % 6}` };
			const [, sent] = await play({ more: { steps }, person });
			return sent!.variant;
		}));
		expect(versions.slice(0, 6)).toEqual(versions.slice(6));
		expect(new Set(versions)).toEqual(new Set(['A', 'B']));
	});

	test('tells of a random spread how late it may be, and stays the same', async () => {
		const more = { steps: [step('One', { at: '09:00', message: template('one') })], spread: { amount: 90, unit: 'minutes' as const }, windows: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '10:00' }] };
		const [first, second] = [await play({ more }), await play({ more })];
		expect(first).toEqual(second);
		expect(first[1]).toMatchObject({ at: START + 23 * HOUR, latestAt: START + DAY });
	});

	test('always ends: after the longest time, and with somebody who waits', async () => {
		const far = await play({ more: { steps: [step('One', { delay: days(1) }), step('Two', { delay: days(300) })] }, days: 30 });
		expect(told(far).at(-1)).toBe('end active Tue 6 Jan, 10:00');
		expect(far.at(-1)!.why).toContain('The step "Two" is due on Mon 2 Nov, 10:00.');
		const paused = await play({ events: [[1, { kind: 'pause_contact' }]] });
		expect(paused.at(-1)).toMatchObject({ kind: 'end', outcome: 'paused', why: 'Paused before the step "one", until somebody resumes it.' });
	});

	test('plays a changed sequence on from where the contact stands', async () => {
		const steps = [step('One', { delay: days(1) }), step('Two', { delay: days(1) })];
		const changed = definition({ steps: [steps[0]!, step('New', { delay: days(1) }), { ...steps[1]!, delay: days(2) }] });
		const entries = told(await play({ more: { steps }, events: [[HOUR, { kind: 'publish', definition: changed }]] }));
		expect(entries.slice(2)).toEqual(['One done Tue 6 Jan, 10:00', 'New done Wed 7 Jan, 10:00', 'Two done Fri 9 Jan, 10:00', 'end completed Fri 9 Jan, 10:00']);
	});

	test('plays the version that people keep, where they keep it', async () => {
		const steps = [step('One', { delay: days(1) }), step('Two', { delay: days(2) })];
		const changed = definition({ liveEdit: 'pinned', steps: [steps[0]!, step('New'), step('Two', { delay: days(5) })] });
		const entries = await play({ more: { steps, liveEdit: 'pinned' }, events: [[HOUR, { kind: 'publish', definition: changed }]] });
		expect(told(entries).slice(2)).toEqual(['One done Tue 6 Jan, 10:00', 'Two done Thu 8 Jan, 10:00', 'end completed Thu 8 Jan, 10:00']);
		expect(entries[3]!.why).toBe('2 days after the last message.');
	});

	test('refuses a sequence that there is not, with the nearest name', async () => {
		const world = pretendWorld([definition({ name: 'Promo' })], START);
		world.records.push(pretendContact({}, START));
		const plan = { world, sequence: 'Prom', contactId: pretendId({}), reference: null, startsAt: START, events: [], longest: days(1) };
		await expect(preview(plan)).rejects.toThrow('Did you mean "Promo"?');
	});
});
