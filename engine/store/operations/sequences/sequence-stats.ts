/** The figures of a sequence, from totals kept as things happened; only the people in it are counted where they stand. */
import type { Step } from '../../../sequence/definition';
import { StoreRefusal, type SequenceStats, type StepStats } from '../../contract';
import { countsOf, type Count } from '../../sql/counters';
import { liveCounts, type LiveCount } from '../../sql/live-counts';
import { effectOf } from '../../sql/versions';
import type { Scope } from '../../sql/scope';
import { sequenceRowByName, toSequence } from '../../sql/sequences';
import { batchesSeenSince } from '../../sql/pace';
import { BATCH_SILENT_MS, progressOf } from '../sending/batch-progress';
import { SCATTERED } from './gather-live-counts';
import { heldNow } from '../sending/hold-account';
import { unknownSequence } from '../runs/enroll';
import { listSequences } from './pause-sequence';

/** @param scattered called when the counts lie in so many pieces that they should be gathered */
export async function sequenceStats(scope: Scope, name: string, scattered: () => void): Promise<SequenceStats> {
	const row = await sequenceRowByName(scope, name);
	if (!row) throw new StoreRefusal(await unknownSequence(scope, name));
	const sequence = toSequence(row);
	const summary = (await listSequences(scope)).find(({ id }) => id === row.id)!;
	const counts = await countsOf(scope, row.id);
	const live = await liveCounts(scope, row.id);
	if (live.reduce((all, { parts }) => all + parts, 0) > live.length + SCATTERED) scattered();
	const whole = new Map(counts.filter(({ step }) => step === '').map(({ event, total }) => [event, total]));
	const inState = (state: string): number => sum(live.filter((one) => one.state === state));
	const endedAs = (state: string): Record<string, number> => byRest(whole, `${state} `);
	const converted = total(endedAs('converted'));
	return {
		sequence: summary,
		enrolled: whole.get('enrolled') ?? 0,
		live: { active: inState('active'), paused: inState('paused'), inReview: inState('in_review') },
		completed: total(endedAs('completed')) + converted,
		converted,
		exited: endedAs('exited'),
		failed: endedAs('failed'),
		conversions: counts.filter(({ event }) => event === 'conversion').reduce((all, one) => all + one.total, 0),
		revenue: Object.fromEntries(Object.entries(byRest(whole, 'revenue ')).map(([currency, value]) => [currency, value / 1000])),
		steps: stepsOf(sequence.definition.steps, counts, live),
		lastChange: await lastChange(scope, sequence.id, sequence.version),
		running: (await batchesSeenSince(scope, scope.now - BATCH_SILENT_MS)).filter(({ sequenceId }) => sequenceId === row.id).map(progressOf),
		held: await heldNow(scope),
		behind: sum(live.filter(({ version }) => version !== sequence.version)),
	};
}

async function lastChange(scope: Scope, id: string, version: number): Promise<SequenceStats['lastChange']> {
	const row = await effectOf(scope, id, version);
	if (!row?.effect) return null;
	return { at: row.published_at, ...(JSON.parse(row.effect) as Omit<NonNullable<SequenceStats['lastChange']>, 'at'>) };
}

const sum = (counts: LiveCount[]): number => counts.reduce((all, { people }) => all + people, 0);

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);

/** What stands behind the prefix, with its total; nothing that was taken back altogether. */
function byRest(totals: ReadonlyMap<string, number>, prefix: string): Record<string, number> {
	const found = [...totals].filter(([event, count]) => event.startsWith(prefix) && count !== 0);
	return Object.fromEntries(found.map(([event, count]) => [event.slice(prefix.length), count]));
}

function stepsOf(steps: Step[], counts: Count[], live: LiveCount[]): StepStats[] {
	const known = new Set(steps.map(({ name }) => name));
	const gone = [...counts, ...live.map(({ step }) => ({ step: step ?? '' }))].map(({ step }) => step).filter((step) => step !== '' && !known.has(step));
	const waitingAt = (name: string): number => sum(live.filter(({ step }) => step === name));
	const all = [
		...steps.map(({ name, enabled }) => ({ name, enabled })),
		...[...new Set(gone)].map((name) => ({ name, enabled: false })),
	].map(({ name, enabled }): StepStats => {
		const of = (event: string): number => counts.find((count) => count.step === name && count.event === event)?.total ?? 0;
		return {
			step: name,
			enabled,
			waiting: waitingAt(name),
			sent: of('accepted'),
			delivered: of('delivered'),
			read: of('read'),
			replied: of('replied'),
			failed: of('failed'),
			notSent: of('not_sent'),
			conversions: of('conversion'),
		};
	});
	// A renamed step leaves zeros behind under its former name.
	return all.filter(({ step, enabled: _, ...figures }) => known.has(step) || Object.values(figures).some((figure) => figure !== 0));
}
