/** The words of an entry in a picture. */
import { shortTime, type PreviewEntry } from '../../../engine/preview';

/** "Mon 5 Jan" and "09:00"; with a random spread from when to when. */
export function clockOf({ at, latestAt, zone }: PreviewEntry): string[] {
	if (at === null) return ['never'];
	const [day, time] = shortTime(at, zone).split(', ') as [string, string];
	return [day, latestAt === undefined ? time : `${time} – ${shortTime(latestAt, zone).split(', ')[1]!}`];
}

export function titleOf({ kind, outcome, step, variant, why }: PreviewEntry): string {
	if (kind === 'event') return outcome === 'refused' ? 'Not enrolled' : why.replace(/\.$/, '');
	if (kind === 'end') return ENDS[outcome] ?? outcome;
	const name = `${step ?? ''}${variant === undefined ? '' : ` [${variant}]`}`;
	return `${name} ${RESULTS[outcome] ?? outcome}`;
}

const ENDS: Record<string, string> = {
	completed: 'Completed',
	converted: 'Converted',
	exited: 'Ended',
	failed: 'Failed',
	active: 'Goes on',
	paused: 'Paused',
};

const RESULTS: Record<string, string> = {
	sent: 'is sent',
	done: 'is done',
	answered: 'needs no message',
	not_sent: 'is not sent',
	put_off: 'waits',
};

export function subtitleOf({ kind, outcome, why, latestAt }: PreviewEntry): string {
	if (kind === 'event') return outcome === 'refused' ? why.replace(/^Not enrolled in "[^"]*"\. /, '') : '';
	if (kind === 'end' && outcome === 'completed') return '';
	return latestAt === undefined ? why : `${why} For each contact at a time of its own.`;
}
