/** Previews for tests: a sequence of a few words, a person in Berlin, and what happened as short texts. */
import { pretendContact, pretendId, pretendWorld, preview, shortTime, type Happening, type PretendPerson, type PreviewEntry } from '../../../engine/preview';
import type { SequenceDefinition } from '../../../engine/sequence/definition';
import { definition } from '../sequence/builders';

export { definition, step } from '../sequence/builders';

/** A Monday in winter, 10:00 in Berlin. */
export const START = Date.UTC(2026, 0, 5, 9);
export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;

export interface Play {
	more?: Partial<SequenceDefinition>;
	/** Further sequences. */
	others?: SequenceDefinition[];
	/** Events with the time since the start. */
	events?: Array<[after: number, event: Happening]>;
	person?: PretendPerson;
	startsAt?: number;
	reference?: string;
	days?: number;
}

export async function play({ more = {}, others = [], events = [], person = { phone: '+491701234567' }, startsAt = START, reference, days = 100 }: Play = {}): Promise<PreviewEntry[]> {
	const world = pretendWorld([definition(more), ...others], startsAt);
	world.records.push(pretendContact(person, startsAt));
	return await preview({
		world,
		sequence: more.name ?? 'welcome',
		contactId: pretendId(person),
		reference: reference ?? null,
		startsAt,
		events: events.map(([after, event]) => ({ at: startsAt + after, ...event })),
		longest: { amount: days, unit: 'days' },
	});
}

/** "step two sent Mon 5 Jan, 11:00" */
export function told(entries: PreviewEntry[]): string[] {
	return entries.map(({ kind, step: name, outcome, reason, at, zone }) =>
		[kind === 'step' ? name : kind, outcome, reason && reason !== outcome ? `(${reason})` : '', at === null ? '' : shortTime(at, zone)].filter(Boolean).join(' '),
	);
}
