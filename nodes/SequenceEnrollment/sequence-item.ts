/** A sequence and its figures as items show them. */
import type { IDataObject } from 'n8n-workflow';
import type { SequenceStats, SequenceSummary } from '../../engine/store/contract';

export function sequenceItem({ id, name, description, version, open, live, pausedAt, pausedReason, pausedFor, lockedAt, changesWaitSince }: SequenceSummary): IDataObject {
	const state = pausedAt !== null ? 'paused' : open ? 'published' : 'not_published';
	return { id, name, description, version, state, enrolled: live, pausedAt: iso(pausedAt), pausedReason, pausedFor, locked: lockedAt !== null, changesWaitSince: iso(changesWaitSince) };
}

export function statsItem({ sequence, lastChange, steps, running, held, ...figures }: SequenceStats): IDataObject {
	return {
		sequence: sequenceItem(sequence),
		stats: {
			...figures,
			/** Of those who entered, how many converted; null while nobody has entered. */
			conversionRatio: figures.enrolled === 0 ? null : figures.conversions / figures.enrolled,
			running: running.map(({ of, done, sent, perSecond, beganAt, expectedEndAt }) => ({ of, done, sent, perSecond, beganAt: iso(beganAt), expectedEndAt: iso(expectedEndAt) })),
			held: held && { ...held, since: iso(held.since), until: iso(held.until) },
			steps: steps.map((step) => ({ ...step, conversionRatio: step.sent === 0 ? null : step.conversions / step.sent })),
			lastChange: lastChange && { ...lastChange, at: new Date(lastChange.at).toISOString(), moved: lastChange.moved.map((one) => ({ ...one })) },
		},
	};
}

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());
