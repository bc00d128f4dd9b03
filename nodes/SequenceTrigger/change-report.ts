/** What publishing a changed sequence meant for the people in it, in words for n8n's log. */
import type { PublishedSequence } from '../../engine/store/contract';

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** Null when nobody was concerned. */
export function changeReport(name: string, { version, moved, retimed, pinned, offered }: PublishedSequence): string | null {
	const parts = moved.map(({ from, to, why, count }) => {
		if (why === 'renamed') return `${people(count)} at the renamed step "${from}" (now "${to}")`;
		return to === null ? `${people(count)} at "${from}", which is gone, have completed` : `${people(count)} moved from "${from}", which is gone, to "${to}"`;
	});
	if (retimed > 0) parts.push(`${people(retimed)} got another time`);
	if (pinned > 0) parts.push(`${people(pinned)} keep their version`);
	if (offered > 0) parts.push(`${people(offered)} who had completed get the new step`);
	return parts.length === 0 ? null : `Sequence "${name}", version ${version}: ${parts.join('; ')}.`;
}
