/**
 * A template that Meta does not send (any more) pauses its sequence: people keep their place, nothing is claimed, and a
 * notice tells it once. It goes on by itself when that template is approved again, unless a person paused it since.
 */
import { templateInLabel } from '../../../whatsapp/template-label';
import { addNotice } from '../../sql/notices';
import type { Scope } from '../../sql/scope';
import { sequencesPausedFor, writePauseFor } from '../../sql/sequences';
import { goOn } from './pause-sequence';

export interface TemplateFault {
	sequenceId: string;
	/** Label of the send, or the template as its owner calls it: "promo (en)". */
	label: string;
	/** What is wrong, for people. */
	detail: string;
}

/** Of several faults of one sequence the first one counts. */
export async function pauseForTemplates(scope: Scope, faults: readonly TemplateFault[]): Promise<void> {
	const first = new Map<string, TemplateFault>();
	for (const fault of faults) if (!first.has(fault.sequenceId)) first.set(fault.sequenceId, fault);
	for (const id of [...first.keys()].sort()) {
		const { label, detail } = first.get(id)!;
		const template = templateInLabel(label);
		const reason = `Template ${template}: ${detail}`;
		if (!(await writePauseFor(scope, id, template, reason))) continue;
		await addNotice(scope, { kind: 'sequence_paused', sequenceId: id, template, reason: 'template_missing', detail: reason });
	}
}

/** These templates can be sent (again). Answers the names of the sequences that go on. */
export async function resumeForTemplates(scope: Scope, templates: readonly string[]): Promise<string[]> {
	const rows = await sequencesPausedFor(scope, templates.map(templateInLabel));
	for (const row of rows) {
		await goOn(scope, row);
		const detail = `Template ${row.paused_for} is approved again.`;
		await addNotice(scope, { kind: 'sequence_resumed', sequenceId: row.id, template: row.paused_for!, reason: 'template_missing', detail });
		scope.woken.add(row.id);
	}
	return rows.map(({ name }) => name);
}
