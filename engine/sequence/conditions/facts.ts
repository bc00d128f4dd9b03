/** What conditions ask about, as the store loaded it. A family that nobody asked for is null, and counts as unknown. */
import type { Contact } from '../../contact/contact';
import type { Enrollment } from '../enrollment';
import { lengthOf, type Condition, type Period, type Rule } from './condition';

export interface Facts {
	/** UTC milliseconds; as all times here. */
	now: number;
	/** Of somebody unknown to the store: what the item says of them. */
	contact: Omit<Contact, 'id'>;
	/** The run that the item belongs to; null when there is none. Entry conditions know the run that would begin. */
	run: RunFacts | null;
	tags: ReadonlySet<string> | null;
	person: PersonFacts | null;
	/** Names of the steps of the run whose message Meta accepted. */
	stepsSent: readonly string[] | null;
	/** Whether the contact is live in a sequence other than that of the run. */
	elsewhere: boolean | null;
	/** When the contact wrote, and when messages to them were accepted. */
	received: readonly number[] | null;
	sent: readonly number[] | null;
	conversions: readonly ConversionFact[] | null;
}

export type RunFacts = Pick<Enrollment, 'reference' | 'context'> & {
	sequence: string;
	/** Null for a run that has not begun. */
	begun: Pick<Enrollment, 'state' | 'step' | 'enrolledAt'> | null;
};

export interface PersonFacts {
	attributes: Readonly<Record<string, unknown>>;
	/** When somebody last answered them from the phone app. */
	lastHumanAt: number | null;
}

export interface ConversionFact {
	at: number;
	/** In the currency's main unit; null when it had no value. */
	value: number | null;
}

/** Families with a list of times: how far back they are looked at. */
export type TimedFamily = 'received' | 'sent' | 'conversions';
export type Family = 'tags' | 'person' | 'run' | 'stepsSent' | 'elsewhere' | TimedFamily;

/** What must be loaded for some rules, so that nothing else is. */
export interface FactNeeds {
	families: ReadonlySet<Family>;
	/** Milliseconds before now; since the enrollment as well where `sinceEnrolled` says so. */
	reach: Readonly<Record<TimedFamily, number>>;
	sinceEnrolled: ReadonlySet<TimedFamily>;
}

export function needsOf(rules: readonly Rule[]): FactNeeds {
	const families = new Set<Family>();
	const reach = { received: 0, sent: 0, conversions: 0 };
	const sinceEnrolled = new Set<TimedFamily>();
	for (const condition of rules.flatMap(({ conditions }) => conditions)) {
		for (const family of familiesOf(condition)) families.add(family);
		if (!('period' in condition)) continue;
		if ('since' in condition.period) families.add('run');
		const family = timedFamilyOf(condition);
		if (!family) continue;
		if ('since' in condition.period) sinceEnrolled.add(family);
		else reach[family] = Math.max(reach[family], lengthOf(condition.period.within));
	}
	return { families, reach, sinceEnrolled };
}

function familiesOf(condition: Condition): Family[] {
	switch (condition.kind) {
		case 'text':
			if (condition.field === 'language') return ['person'];
			return condition.field === 'sequence' || condition.field === 'step' || condition.field === 'reference' ? ['run'] : [];
		case 'value':
			return [condition.of === 'attribute' ? 'person' : 'run'];
		case 'tag':
			return ['tags'];
		case 'state':
			return ['run'];
		case 'steps_sent':
			return ['run', 'stepsSent'];
		case 'elsewhere':
			return ['run', 'elsewhere'];
		case 'human':
			return ['person'];
		case 'messages':
		case 'conversion':
		case 'conversion_value':
			return [timedFamilyOf(condition)!];
		case 'consent':
		case 'silence':
		case 'expression':
			return [];
	}
}

function timedFamilyOf(condition: Extract<Condition, { period: Period }>): TimedFamily | null {
	if (condition.kind === 'messages') return condition.direction;
	return condition.kind === 'human' ? null : 'conversions';
}
