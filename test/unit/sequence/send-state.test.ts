import fc from 'fast-check';
import { mergeStatus, type SendState, wasAccepted } from '../../../engine/whatsapp/send-state';

const STATUSES = ['accepted', 'sent', 'delivered', 'read', 'failed', 'unconfirmed'] as const;
const ORDER: SendState[] = ['sending', 'unconfirmed', 'accepted', 'sent', 'failed', 'delivered', 'read'];
const status = fc.constantFrom(...STATUSES);
const state = fc.constantFrom(...ORDER);

describe('merging statuses into a send', () => {
	it('ends in the same state in whatever order they arrive', () => {
		fc.assert(fc.property(state, status, status, (from, a, b) => mergeStatus(mergeStatus(from, a), b) === mergeStatus(mergeStatus(from, b), a)));
	});

	it('does not depend on how they are grouped', () => {
		fc.assert(
			fc.property(state, status, status, status, (from, a, b, c) => {
				const oneByOne = [a, b, c].reduce<SendState>(mergeStatus, from);
				const bAndC = mergeStatus(b, c);
				expect(mergeStatus(mergeStatus(from, a), bAndC as (typeof STATUSES)[number])).toBe(oneByOne);
			}),
		);
	});

	it('twice is as good as once', () => {
		fc.assert(fc.property(state, status, (from, a) => mergeStatus(mergeStatus(from, a), a) === mergeStatus(from, a)));
	});

	it('never goes backwards', () => {
		fc.assert(
			fc.property(state, fc.array(status), (from, statuses) => {
				const places = [from, ...statuses.map((_, n) => statuses.slice(0, n + 1).reduce<SendState>(mergeStatus, from))].map((one) => ORDER.indexOf(one));
				expect(places).toEqual([...places].sort((a, b) => a - b));
			}),
		);
	});

	it('knows what Meta has taken', () => {
		expect(ORDER.filter(wasAccepted)).toEqual(['accepted', 'sent', 'failed', 'delivered', 'read']);
	});
});
