/** What is amiss on a number, each with advice: from totals, so it is quick whatever the number of people. Pure. */
import { messagesOf } from '../sequence/definition';
import { explain, REASONS, type Reason } from '../sequence/reason';
import { MOST_COUNTED, type AuditedSequence, type AuditFacts } from '../store/contract';
import { faultsOfMessages, placeOf } from '../whatsapp/check-steps';
import type { TemplateList } from '../whatsapp/template-list';

export interface AuditFinding {
	/** error: messages do not leave, or people are lost; warning: something is not as its author meant it. */
	severity: 'error' | 'warning';
	check: 'number' | 'not_published' | 'paused' | 'changes_wait' | 'template' | 'late' | 'failing_step' | 'failed_runs' | 'never_reached' | 'unconfirmed' | 'keyword' | 'events';
	/** Null for what concerns the whole number. */
	sequence: string | null;
	step: string | null;
	sentence: string;
	/** What to do: the button of the dashboard in quotation marks like “Resume”, where there is one, and the operation. */
	advice: string;
}

/** @param templates of the account; null where Meta did not tell, and then nothing is said about them */
export function audit(facts: AuditFacts, templates: TemplateList | null): AuditFinding[] {
	const found = [...ofNumber(facts), ...facts.sequences.flatMap((one) => ofSequence(one, templates))];
	return [...found.filter(({ severity }) => severity === 'error'), ...found.filter(({ severity }) => severity === 'warning')];
}

type Told = Omit<AuditFinding, 'sequence' | 'step'> & { step?: string };

function ofNumber({ hold, unconfirmed, deadKeywords }: AuditFacts): AuditFinding[] {
	const told: Told[] = [];
	if (hold) {
		told.push({ severity: 'error', check: 'number', sentence: `Nothing of this WhatsApp number is sent. ${explain(hold.reason)} ${hold.detail}`, advice: 'Mend what Meta says, or run the Doctor (Connection > Doctor). One message is tried now and then, and all goes on when it gets through.' });
	}
	if (unconfirmed > 0) {
		told.push({
			severity: 'warning',
			check: 'unconfirmed',
			sentence: `Of ${counted(unconfirmed, 'message')} nobody knows whether ${unconfirmed === 1 ? 'it' : 'they'} left.`,
			advice: 'WhatsApp may still report them. Otherwise decide whether they count as sent or are sent again: “Resume” on the person’s page of the dashboard, or Enrollment > Resume.',
		});
	}
	for (const { keyword, label, lastHeardAt } of deadKeywords) {
		told.push({
			severity: 'warning',
			check: 'keyword',
			sentence: `Nobody listens for the keyword "${keyword}": ${label} has not run since ${new Date(lastHeardAt).toISOString()}.`,
			advice: 'Publish that workflow again, or give the keyword to another one.',
		});
	}
	return told.map((one) => ({ sequence: null, step: null, ...one }));
}

function ofSequence(one: AuditedSequence, templates: TemplateList | null): AuditFinding[] {
	const told = [...publishing(one), ...templateFaults(one, templates), ...lateness(one), ...steps(one), ...failures(one), ...events(one)];
	return told.map((found) => ({ step: null, ...found, sequence: one.summary.name }));
}

function publishing({ summary, owner }: AuditedSequence): Told[] {
	const { name, open, live, pausedAt, pausedReason, pausedFor, changesWaitSince } = summary;
	if (!open && live === 0) return [];
	const told: Told[] = [];
	if (!open) {
		told.push({ severity: 'error', check: 'not_published', sentence: `No workflow publishes "${name}", and ${counted(live, 'person', 'people')} wait${live === 1 ? 's' : ''} in it.`, advice: `Publish ${owner ?? 'the workflow with its Sequence Trigger'} again. To have them out instead, press “Remove from the sequence” on the page of each on the dashboard, or use Enrollment > Remove.` });
	}
	if (pausedAt !== null) {
		told.push({ severity: live > 0 ? 'error' : 'warning', check: 'paused', sentence: `"${name}" has been paused since ${new Date(pausedAt).toISOString()}.${pausedReason ? ` ${pausedReason}` : ''}`, advice: pausedFor ? 'It goes on by itself once Meta approves the template.' : 'When it may go on, press “Resume the sequence” on its page of the dashboard, or use Sequence > Resume.' });
	}
	if (changesWaitSince !== null) {
		told.push({ severity: 'warning', check: 'changes_wait', sentence: `"${name}" is locked, and changes of the canvas have waited since ${new Date(changesWaitSince).toISOString()}.`, advice: 'Enter its password on its page of the dashboard and press “Let the changes take effect”, or take the changes back.' });
	}
	return told;
}

function templateFaults({ definition, summary }: AuditedSequence, templates: TemplateList | null): Told[] {
	if (!templates || !summary.open) return [];
	return faultsOfMessages(definition, templates).map(({ fault, ...content }) => ({
		severity: 'error',
		check: 'template',
		step: content.step.name,
		sentence: `${placeOf(content)}: ${fault}`,
		advice: 'Mend the template at Meta, or choose another one on the Sequence Trigger and publish the workflow again.',
	}));
}

function lateness({ late, summary }: AuditedSequence): Told[] {
	if (late === 0 || !summary.open || summary.pausedAt !== null) return [];
	return [{ severity: 'error', check: 'late', sentence: `The step of ${counted(late, 'person', 'people')} in "${summary.name}" was due more than a day ago.`, advice: 'See whether n8n and the workflow run, and whether executions pile up. Enrollment > Explain tells of one contact what keeps them.' }];
}

/** Of fewer messages a share says nothing. */
const ENOUGH = 5;
const TOO_MANY = 0.2;
/** Whoever is still on the way may yet come to a step. */
const ENDED_SHARE = 0.8;
const ENOUGH_PEOPLE = 20;

function steps({ definition, steps: figures, enrolled, ended }: AuditedSequence): Told[] {
	return definition.steps
		.filter(({ enabled }) => enabled)
		.flatMap((step): Told[] => {
			const { sent, failed, notSent } = figures.find((one) => one.step === step.name) ?? { sent: 0, failed: 0, notSent: 0 };
			const sends = messagesOf(step).some(({ message }) => message.kind !== 'none');
			if (sent >= ENOUGH && failed / sent >= TOO_MANY) {
				return [{ severity: 'error', check: 'failing_step', step: step.name, sentence: `${percent(failed / sent)} of the ${sent} messages of the step "${step.name}" failed after Meta had taken them.`, advice: 'The “Timeline” of one of them on the dashboard tells what Meta said, and so does Enrollment > Explain. Often the numbers are no WhatsApp numbers, or Meta holds marketing back.' }];
			}
			if (notSent >= ENOUGH && notSent >= sent) {
				return [{ severity: 'warning', check: 'failing_step', step: step.name, sentence: `The step "${step.name}" ended without its message for ${notSent} people, and with it for ${sent}.`, advice: 'The “Timeline” of one of them on the dashboard tells why, and so does Enrollment > Explain. Often a variable is missing, or a text comes when the 24 hours are over: use a template.' }];
			}
			if (sends && sent + notSent === 0 && enrolled >= ENOUGH_PEOPLE && ended / enrolled >= ENDED_SHARE) {
				return [{ severity: 'warning', check: 'never_reached', step: step.name, sentence: `Of ${enrolled} people nobody has come to the step "${step.name}".`, advice: 'See what ends the runs before it: stop rules, guards, or an earlier step.' }];
			}
			return [];
		});
}

function failures({ failed, summary }: AuditedSequence): Told[] {
	return Object.entries(failed).map(([reason, runs]) => ({
		severity: 'warning',
		check: 'failed_runs',
		sentence: `${counted(runs, 'run')} of "${summary.name}" failed. ${reason in REASONS ? explain(reason as Reason) : reason}`,
		advice: 'Mend the cause, then let them go on: “Resume” on the page of each person on the dashboard, or Enrollment > List with the state Failed, and Enrollment > Resume.',
	}));
}

function events({ waitingEvents, summary }: AuditedSequence): Told[] {
	if (waitingEvents === 0) return [];
	return [{ severity: 'warning', check: 'events', sentence: `No execution has had ${counted(waitingEvents, 'event')} of "${summary.name}" for more than a day.`, advice: 'See whether the workflow is published, and whether its executions for events end at all.' }];
}

function counted(count: number, one: string, many = `${one}s`): string {
	if (count >= MOST_COUNTED) return `${count.toLocaleString('en-US')} or more ${many}`;
	return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
