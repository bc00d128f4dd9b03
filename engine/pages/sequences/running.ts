/** What is leaving at this moment: how much of it, how fast, until when. */
import type { BatchProgress } from '../../store/contract';
import { instant } from '../elements';
import { html, type Fragment } from '../html';
import { texts } from '../texts';
import type { Visit } from '../visit';

export function runningBatches(running: readonly BatchProgress[], visit: Pick<Visit, 'timeZone'>): Fragment {
	if (running.length === 0) return null;
	const { sending } = texts;
	const line = ({ sent, done, of, perSecond, expectedEndAt }: BatchProgress): Fragment =>
		html`<li><progress max="${of}" value="${done}" aria-label="${sending.title}"></progress>
${sending.progress(sent, of)}, ${sending.rate(perSecond)}${expectedEndAt !== null && html`, ${sending.end} ${instant(expectedEndAt, visit)}`}</li>`;
	return html`<div class="sending"><strong>${sending.title}</strong><ul>${running.map(line)}</ul></div>`;
}
