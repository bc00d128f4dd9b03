import { isFirstOfDay } from '../../../engine/contact/first-of-day';

const at = (text: string): number => Date.parse(text);

test.each([
	['before midnight there', '2026-03-09T23:59:59-03:00', '2026-03-10T09:00:00-03:00', true],
	['at midnight there', '2026-03-10T00:00:00-03:00', '2026-03-10T09:00:00-03:00', false],
	['a day that begins at one, since midnight does not exist', '2018-11-03T23:59:00-03:00', '2018-11-04T01:00:00-02:00', true],
	['a message that comes late, after a newer one', '2026-03-11T09:00:00-03:00', '2026-03-10T09:00:00-03:00', false],
])('%s', (_what, before, now, first) => {
	expect(isFirstOfDay({ before: at(before), at: at(now) }, 'America/Sao_Paulo')).toBe(first);
});
