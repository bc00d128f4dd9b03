/** How a review is shown, behind a link as on the dashboard. */
import type { ReviewView } from '../../store/contract';
import { factList, instant } from '../elements';
import { foreign, html, type Fragment, type Html } from '../html';
import { texts } from '../texts';
import type { Visit } from '../visit';

const words = texts.reviews;

type Clock = Pick<Visit, 'timeZone'>;

export function whom({ contact }: ReviewView): Html {
	if (!contact) return html`<span class="none">${words.nobody}</span>`;
	const address = contact.phone ?? contact.userId ?? '';
	return contact.name ? html`${foreign(contact.name)} <span class="quiet">${address}</span>` : html`${address}`;
}

export function mark({ state }: ReviewView): Html {
	const colour = { pending: 'warn', approved: 'good', rejected: 'bad', withdrawn: '' }[state];
	return html`<span class="mark ${colour}">${words.states[state]}</span>`;
}

/** What is to be decided about: for whom, from where, the message, and what silence means. */
export function reviewFacts(review: ReviewView, clock: Clock): Html {
	const { sequence, step, gateLabel, createdAt, expiresAt, silence, shown } = review;
	return html`<div class="card">
		${factList([
			[words.contact, whom(review)],
			[words.sequence, sequence],
			[words.step, sequence !== null && step],
			[words.gate, gateLabel],
			[words.waitsSince, instant(createdAt, clock)],
			[words.silence, review.state === 'pending' && html`${words.silences[silence]}${expiresAt !== null && html` <span class="quiet">${instant(expiresAt, clock)}</span>`}`],
		])}
		<h2>${words.message}</h2>
		<p class="words">${foreign(shown)}</p>
	</div>`;
}

/** Who decided what and when; nothing while nobody has. */
export function outcome(review: ReviewView, clock: Clock): Fragment {
	const { state, decidedBy, decidedVia, decidedAt, comment, edited } = review;
	if (state === 'pending') return null;
	return html`<div class="card">
		<h2>${words.decision}</h2>
		${factList([
			[words.decision, html`${mark(review)} ${review.verdict !== null && state === 'rejected' && review.enrollmentId !== null && words.verdicts[review.verdict]}`],
			[words.by, decidedBy === null ? (state === 'withdrawn' ? words.theRun : words.bySilence) : foreign(decidedBy)],
			[words.via, decidedVia !== null && decidedVia !== 'silence' && words.ways[decidedVia]],
			[words.at, instant(decidedAt, clock)],
			[words.commented, comment !== null && foreign(comment)],
			[words.changedTo, edited?.kind === 'text' && html`<span class="words">${foreign(edited.text)}</span>`],
			[words.changedTo, edited?.kind === 'template' && html`${Object.entries(edited.variables).map(([key, value]) => html`<div>${words.variable(key)}: ${foreign(value)}</div>`)}`],
		])}
	</div>`;
}

/** "Ana approved it at 10:15" for whoever comes too late. */
export function toldOf(review: ReviewView): string {
	if (review.state === 'withdrawn') return words.withdrawn;
	return words.decidedBefore(review.decidedBy ?? words.bySilence, words.states[review.state].toLowerCase());
}
