/** One finding of the audit: how bad it is, what is amiss, what to do, and the way to where it is done. */
import type { AuditFinding } from '../../insight';
import { instant } from '../elements';
import { html, type Fragment, type Html } from '../html';
import { link } from '../link';
import { LOCK_ANCHOR } from '../sequences/lock';
import { PEOPLE_ANCHOR } from '../sequences/subscribers';
import { texts } from '../texts';
import type { Visit } from '../visit';

export function findings(found: readonly AuditFinding[], visit: Visit): Html {
	return html`<ul class="plain">${found.map((one) => finding(one, visit))}</ul>`;
}

function finding(one: AuditFinding, visit: Visit): Html {
	const { severity, sentence, advice } = one;
	const words = texts.attention;
	return html`<li class="card"><p><span class="mark ${severity === 'error' ? 'bad' : 'warn'}">${words.severities[severity]}</span> ${withTimes(sentence, visit)}</p>
<p class="quiet">${advice}</p>${wayTo(one)}</li>`;
}

/** The section of a sequence leads to the sequence itself. */
function wayTo({ check, sequence: name }: AuditFinding): Fragment {
	const { ways } = texts.attention;
	const way = (label: string, address: string): Html => html`<p><a href="${address}">${label}</a></p>`;
	switch (check) {
		case 'unconfirmed':
			return way(ways.unconfirmed, link('attention/unconfirmed'));
		case 'paused':
			return way(ways.paused, link('sequence', { name }));
		case 'changes_wait':
			return way(ways.changesWait, `${link('sequence', { name })}#${LOCK_ANCHOR}`);
		case 'late':
		case 'not_published':
			return way(ways.people, `${link('sequence', { name, state: 'active' })}#${PEOPLE_ANCHOR}`);
		case 'failed_runs':
			return way(ways.failed, `${link('sequence', { name, state: 'failed' })}#${PEOPLE_ANCHOR}`);
		default:
			return null;
	}
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

/** Nodes tell times in UTC; on a page they stand in the zone of the number. */
function withTimes(sentence: string, visit: Visit): Fragment {
	return sentence.split(INSTANT).map((part) => {
		const at = INSTANT.test(part) ? Date.parse(part) : NaN;
		return Number.isNaN(at) ? part : instant(at, visit);
	});
}
