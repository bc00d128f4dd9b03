/** Dates for a run that no item has brought any: each so far ahead that every step that counts back is still to come. */
import type { SequenceDefinition } from '../sequence/definition';
import { dueAfter, durationOf } from '../sequence/schedule';

export function pretendDates({ steps }: SequenceDefinition, enrolledAt: number): Record<string, string> {
	const ahead = new Map<string, number>();
	for (const { countsFrom, delay } of steps) {
		if (!countsFrom) continue;
		const back = countsFrom.side === 'before' ? durationOf(delay) : 0;
		ahead.set(countsFrom.field, Math.max(ahead.get(countsFrom.field) ?? 0, back));
	}
	const days = (ms: number): number => Math.ceil(ms / 86_400_000) + 1;
	const dateAt = (ms: number): string => new Date(dueAfter(enrolledAt, { amount: days(ms), unit: 'days' }, 'UTC')).toISOString();
	return Object.fromEntries([...ahead].map(([field, ms]) => [field, dateAt(ms)]));
}
