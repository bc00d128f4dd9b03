/** Explain: why each message of a sequence was or was not sent to a contact, and what comes next and why then. */
import { updateDisplayOptions, type IDataObject } from 'n8n-workflow';
import { explainRun, type ExplainedNext, type ExplainedStep } from '../../../../engine/insight';
import { workOnItems, type Batch, type Outcome } from '../../batch';
import { viewItem } from '../../enrollment-item';
import { contactFields, sequenceField } from '../../fields';
import { readTarget } from '../../target';

export const description = updateDisplayOptions({ show: { resource: ['enrollment'], operation: ['explain'] } }, [sequenceField, ...contactFields]);

export function execute(batch: Batch): Promise<Outcome> {
	const { now } = batch;
	return workOnItems(batch, {
		read: (item) => readTarget(batch, item),
		work: (targets) => batch.store.runFacts(targets, now),
		answer: (facts) => {
			const { standing, steps, next } = explainRun(facts, now);
			return { standing, steps: steps.map(stepItem), next: next && nextItem(next), ...(facts.run ? viewItem(facts.run) : { enrollment: null }) };
		},
	});
}

function stepItem({ step, outcome, at, reason, sentence, detail, tries, message }: ExplainedStep): IDataObject {
	return {
		step,
		outcome,
		at: iso(at),
		reason,
		explanation: sentence,
		detail,
		triesBefore: tries,
		message: message && {
			label: message.label,
			state: message.state,
			sentAt: iso(message.acceptedAt),
			deliveredAt: iso(message.deliveredAt),
			readAt: iso(message.readAt),
			failedAt: iso(message.failedAt),
			error: message.error,
		},
	};
}

function nextItem({ step, at, why, blockedBy, unless }: ExplainedNext): IDataObject {
	return { step, at: iso(at), why, blockedBy, unless };
}

const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());
