import { toAccount } from '../../../../nodes/shared/account';
import { keepHouse } from '../../../../nodes/shared/housekeeping';
import type { AccountStore } from '../../../../engine/store/contract';
import { VirtualTimers } from '../../dispatch/virtual-timers';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describe('keeping house for a business number', () => {
	const timers = new VirtualTimers(1_000 * DAY);
	let asked: Array<number | null>;
	const store = {
		markStranded: async () => 0,
		prune: async ({ historyBefore }: { historyBefore: number | null }) => {
			asked.push(historyBefore === null ? null : timers.now() - historyBefore);
			return { timelineEvents: 0, sends: 0, webhookEvents: 0, sequenceEvents: 0, next: null };
		},
	} as unknown as AccountStore;
	const house = (fields: object) => keepHouse(toAccount({ phoneNumberId: '1', ...fields }), store, fail, timers);
	const fail = (error: unknown) => {
		throw error;
	};
	const anHour = () => timers.run(new Promise<void>((resolve) => void timers.after(HOUR, resolve)));

	beforeEach(() => {
		asked = [];
	});

	it('is done once, however many triggers are active, until the last one is not', async () => {
		const leave = [house({}), house({}), house({})];
		await anHour();
		expect(asked).toEqual([null]);
		leave[0]!();
		leave[0]!();
		leave[1]!();
		await anHour();
		expect(asked).toEqual([null, null]);
		leave[2]!();
		await anHour();
		expect(asked).toHaveLength(2);
	});

	it('keeps as many days as the credential says', async () => {
		const leave = house({ keepHistoryDays: 30 });
		await anHour();
		leave();
		expect(asked).toEqual([30 * DAY]);
	});

	it.each([
		[0, 0],
		[-5, 0],
		['90', 90],
		[undefined, 0],
		[7.9, 7],
	])('reads %p in the credential as %i days', (typed, days) => {
		expect(toAccount({ keepHistoryDays: typed as number }).keepHistoryDays).toBe(days);
	});
});
