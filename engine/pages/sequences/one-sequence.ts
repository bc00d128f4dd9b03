/** One sequence: its figures, steps, versions, lock, and the people in it. */
import type { SequenceDescription, SequenceStats, SequenceVersion, WaitingChanges } from '../../store/contract';
import { actionButton, factList, figures, instant, table } from '../elements';
import { foreign, html, type Html } from '../html';
import { sequenceMarks } from '../state-mark';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { funnel } from './funnel';
import { lockSection } from './lock';
import { holdNotice } from './overview';
import { runningBatches } from './running';
import { stepTable } from './steps';
import { subscribers } from './subscribers';

const VERSIONS_SHOWN = 10;

export async function oneSequence(visit: Visit): Promise<Answer> {
	const { store, query, now } = visit;
	const name = query.text('name');
	const stats = await store.sequenceStats(name, now);
	const description = await store.describeSequence(name, VERSIONS_SHOWN);
	const waiting = stats.sequence.changesWaitSince === null ? null : await store.waitingChanges(name);
	return { kind: 'page', title: name, body: html`${page(visit, stats, description, waiting)}${await subscribers(visit, name)}` };
}

function page(visit: Visit, stats: SequenceStats, description: SequenceDescription, waiting: WaitingChanges | null): Html {
	const { sequence } = stats;
	const words = texts.sequence;
	return html`${holdNotice(stats.held, visit)}
<p>${sequenceMarks(sequence)}</p>
${sequence.description !== '' && html`<p>${foreign(sequence.description)}</p>`}
${!sequence.open && html`<p class="warning">${texts.sequences.closedHint}</p>`}
${sequence.pausedAt !== null && html`<p class="warning">${words.pausedSince} ${instant(sequence.pausedAt, visit)}${sequence.pausedReason ? html`: ${foreign(sequence.pausedReason)}` : ''}</p>`}
<div class="actions">${
		sequence.pausedAt === null
			? actionButton(visit, 'sequence/pause', { name: sequence.name }, words.pause)
			: actionButton(visit, 'sequence/resume', { name: sequence.name }, words.resume, 'primary')
	}</div>
${runningBatches(stats.running, visit)}
<section class="card"><h2>${words.facts}</h2>${facts(stats, description)}</section>
<section><h2>${texts.funnel.title}</h2>${stats.steps.length === 0 ? html`<p>${words.none}</p>` : funnel(stats.steps)}</section>
<section><h2>${words.steps}</h2>${stepTable(description.definition)}</section>
<section><h2>${words.versions}</h2>${versionTable(description.versions, visit)}<p class="hint">${words.duplicate}</p></section>
${lockSection(visit, sequence, waiting)}`;
}

function facts(stats: SequenceStats, { owner }: SequenceDescription): Html {
	const words = texts.sequence;
	const total = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);
	const money = Object.entries(stats.revenue).map(([currency, amount]) => texts.money(amount, currency));
	const { active, paused, inReview } = stats.live;
	const counts = figures([
		[words.live, active + paused + inReview],
		[words.enrolled, stats.enrolled],
		[words.completed, stats.completed],
		[words.converted, stats.converted],
		[words.exited, total(stats.exited)],
		[words.failed, total(stats.failed)],
	]);
	const lines = factList([
		[words.liveStates, words.liveOf(active, paused, inReview)],
		[words.conversionRate, `${texts.number(stats.conversions)} (${texts.percent(stats.conversions, stats.enrolled)})`],
		[words.revenue, money.length > 0 && money.join(', ')],
		[words.behind, stats.behind > 0 && texts.number(stats.behind)],
		[words.owner, owner !== null && foreign(owner)],
	]);
	return html`${counts}${lines}`;
}

function versionTable(versions: readonly SequenceVersion[], visit: Visit): Html {
	const words = texts.sequence;
	return table<SequenceVersion>(
		words.versionsCaption,
		[
			{ head: words.version, cell: ({ version }) => version },
			{ head: words.publishedAt, cell: ({ publishedAt }) => instant(publishedAt, visit) },
			{ head: words.steps, cell: ({ steps }) => steps, number: true },
			{ head: words.effect, cell: ({ effect }) => effectText(effect) },
		],
		versions,
	);
}

function effectText(effect: SequenceVersion['effect']): string {
	const words = texts.sequence;
	if (effect === null) return words.noEffect;
	const parts = [
		...effect.moved.map(({ count, from, to }) => words.moved(count, from, to)),
		...(effect.retimed > 0 ? [words.retimed(effect.retimed)] : []),
		...(effect.pinned > 0 ? [words.pinned(effect.pinned)] : []),
	];
	return parts.length === 0 ? words.noEffect : parts.join('; ');
}
