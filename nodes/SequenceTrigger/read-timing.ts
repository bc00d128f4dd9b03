/** The options about hours, days and shares as the definition has them; what stands at its default is left out. */
import type { CatchUpPolicy, Delay, DelayUnit, SequenceDefinition } from '../../engine/sequence/definition';

/** As n8n stores them; of an option that was added and not touched, fields may be missing. */
export interface TimingOptions {
	windows?: { window?: Array<{ days?: number[]; from?: string; to?: string }> };
	businessDays?: boolean;
	holidays?: string;
	spreadMinutes?: number;
	catchUp?: CatchUpPolicy;
	frequencyCap?: { cap?: { messages?: number; per?: number; unit?: DelayUnit } };
	holdOut?: number;
}

type Timing = Pick<SequenceDefinition, 'windows' | 'businessDays' | 'holidays' | 'spread' | 'catchUp' | 'frequencyCap' | 'holdOut'>;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

export function readTiming(options: TimingOptions): Timing {
	const windows = (options.windows?.window ?? []).map(({ days = EVERY_DAY, from = '09:00', to = '20:00' }) => ({
		days: days.map(Number),
		from: from.trim(),
		to: to.trim(),
	}));
	const holidays = (options.holidays ?? '').split(/[\s,;]+/).filter(Boolean);
	const cap = options.frequencyCap?.cap;
	const timing: Timing = {};
	if (windows.length > 0) timing.windows = windows;
	if (options.businessDays) timing.businessDays = true;
	if (holidays.length > 0) timing.holidays = holidays;
	if (options.spreadMinutes) timing.spread = minutes(options.spreadMinutes);
	if (options.catchUp && options.catchUp !== 'send_all') timing.catchUp = options.catchUp;
	if (cap) timing.frequencyCap = { messages: Number(cap.messages ?? 1), per: { amount: Number(cap.per ?? 1), unit: cap.unit ?? 'days' } };
	if (options.holdOut) timing.holdOut = Number(options.holdOut);
	return timing;
}

const minutes = (amount: number): Delay => ({ amount: Number(amount), unit: 'minutes' });
