/** An entry of a preview as items show it: what a reader looks for comes first. */
import type { IDataObject } from 'n8n-workflow';
import { timeWithYear, type PreviewEntry } from '../../../engine/preview';

const iso = (instant: number): string => new Date(instant).toISOString();

export function previewItem(entry: PreviewEntry, number: number): IDataObject {
	const { kind, sequence, step, outcome, at, latestAt, zone, why, reason, timing, putOffTo, message, variant } = entry;
	return {
		number,
		localTime: at === null ? '' : timeWithYear(at, zone),
		step: step ?? '',
		outcome,
		why,
		kind,
		reason,
		...(message ? { message } : {}),
		...(variant === undefined ? {} : { variant }),
		sequence,
		timeZone: zone,
		at: at === null ? null : iso(at),
		...(latestAt === undefined ? {} : { latestAt: iso(latestAt), latestLocalTime: timeWithYear(latestAt, zone) }),
		...(putOffTo === undefined ? {} : { putOffTo: iso(putOffTo) }),
		...(timing.length > 0 ? { timing: timing.map(({ rule, at: moved }) => ({ rule, at: iso(moved), localTime: timeWithYear(moved, zone) })) } : {}),
	};
}
