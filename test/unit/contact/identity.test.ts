import { judgeNewNumber, judgeSighting, type KnownRecord } from '../../../engine/contact/identity';

const AT = 1_000;
const PHONE = '+491701234567';
const seen = { phone: PHONE, userId: 'DE.new', at: AT };
const record = (more: Partial<KnownRecord> = {}): KnownRecord => ({ phone: null, userId: null, lastInboundAt: null, ...more });
const newPerson = record({ userId: 'DE.new', phone: '+491709999999' });

describe('a message with a number and a user id', () => {
	it.each<[string, KnownRecord | null, KnownRecord | null, string]>([
		['of nobody we know', null, null, 'nothing'],
		['of a record that has both', record({ phone: PHONE, userId: 'DE.new' }), record({ userId: 'DE.new' }), 'nothing'],
		['of a record by number only', record({ phone: PHONE }), null, 'nothing'],
		['of one record by number and one by user id', record({ phone: PHONE }), newPerson, 'same'],
		['of a known person with a number that is new', null, newPerson, 'new_id'],
		['of a known person whose number was hidden so far', null, record({ userId: 'DE.new' }), 'nothing'],
		['of a known number with a user id that is new', record({ phone: PHONE, userId: 'DE.old' }), null, 'new_id'],
		['of a former number with a user id that is new', record({ phone: '+4915', userId: 'DE.old' }), null, 'passed'],
		['of two people, the number of the one with the id of the other', record({ phone: PHONE, userId: 'DE.old' }), newPerson, 'passed'],
		['that is older than what the holder wrote from there', record({ phone: PHONE, userId: 'DE.old', lastInboundAt: AT + 1 }), newPerson, 'nothing'],
	])('%s', (_, holder, person, verdict) => {
		expect(judgeSighting(holder, person, seen)).toBe(verdict);
	});
});

describe('a new number that WhatsApp announces', () => {
	const told = { phone: PHONE, userId: 'DE.old', at: AT };
	it.each<[string, Partial<KnownRecord> & { firstInboundAt: number | null }, string]>([
		['held by a record without user id is of the same person', { firstInboundAt: null }, 'same'],
		['held by somebody who wrote before the change was theirs until then', { userId: 'DE.x', firstInboundAt: AT - 1 }, 'passed'],
		['held by somebody first met since is of the same person', { userId: 'DE.x', firstInboundAt: AT }, 'same'],
		['held by somebody who never wrote was theirs', { userId: 'DE.x', firstInboundAt: null }, 'passed'],
	])('%s', (_, holder, verdict) => {
		expect(judgeNewNumber({ ...record(), ...holder }, told)).toBe(verdict);
	});
});
