/** Everything that the audit finds: first of the whole number, then sequence by sequence, the worst first. */
import { audit, type AuditFinding } from '../../insight';
import { cutPage, nextPage } from '../elements';
import { foreign, html, type Html } from '../html';
import { link } from '../link';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';
import { failedRuns } from './failed-runs';
import { findings } from './finding';
import { deadKeywordsSection } from './keywords';

/** Each may bring a list of its latest failed runs. */
const SEQUENCES_ON_A_PAGE = 20;

interface Amiss {
	name: string;
	found: AuditFinding[];
	/** Of the list: sequences where messages do not leave come before the others, each by name. */
	key: string;
}

export async function overview(visit: Visit): Promise<Answer> {
	const facts = await visit.store.auditFacts(visit.now);
	// A page does not wait for Meta: a template shows once Meta has refused it and its sequence is paused for it.
	const found = audit(facts, null);
	const after = visit.query.text('after');
	const page = cutPage(bySequence(found).filter(({ key }) => key > after), ({ key }) => key, SEQUENCES_ON_A_PAGE);
	const sections: Html[] = [];
	for (const amiss of page.rows) sections.push(await sequenceSection(amiss, visit));
	const ofNumber = found.filter(({ sequence, check }) => sequence === null && check !== 'keyword');
	const words = texts.attention;
	const isFirst = after === '';
	const body = html`${found.length === 0 && html`<p class="card">${words.nothing}</p>`}
${isFirst && ofNumber.length > 0 && html`<section><h2>${words.number}</h2>${findings(ofNumber, visit)}</section>`}
${sections}
${nextPage('attention', {}, page.after)}
${isFirst && deadKeywordsSection(facts.deadKeywords, visit)}
<p class="hint">${words.templates}</p>`;
	return { kind: 'page', title: words.title, body };
}

function bySequence(found: readonly AuditFinding[]): Amiss[] {
	const groups = new Map<string, AuditFinding[]>();
	for (const one of found) {
		if (one.sequence !== null) groups.set(one.sequence, [...(groups.get(one.sequence) ?? []), one]);
	}
	const all = [...groups].map(([name, of]): Amiss => ({ name, found: of, key: `${of.some(({ severity }) => severity === 'error') ? 1 : 2} ${name}` }));
	return all.sort((one, other) => (one.key < other.key ? -1 : 1));
}

async function sequenceSection({ name, found }: Amiss, visit: Visit): Promise<Html> {
	const failed = found.some(({ check }) => check === 'failed_runs') && (await failedRuns(name, visit));
	return html`<section><h2><a href="${link('sequence', { name })}">${foreign(name)}</a></h2>${findings(found, visit)}${failed}</section>`;
}
