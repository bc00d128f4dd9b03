/** The latest runs of a sequence that failed, with the way to each person. */
import type { EnrollmentView } from '../../store/contract';
import { personLink } from '../contact/person';
import { instant, table } from '../elements';
import { foreign, type Fragment } from '../html';
import { reasonText } from '../state-mark';
import { texts } from '../texts';
import type { Visit } from '../visit';

/** The rest is on the page of the sequence. */
const SHOWN = 5;

export async function failedRuns(sequence: string, visit: Visit): Promise<Fragment> {
	const runs = await visit.store.listEnrollments({ sequence, states: ['failed'] }, { limit: SHOWN });
	if (runs.length === 0) return null;
	const words = texts.subscribers;
	return table<EnrollmentView>(
		texts.attention.failed(sequence),
		[
			{ head: words.person, cell: ({ contact }) => personLink(contact) },
			{ head: words.step, cell: ({ step }) => (step === null ? '–' : foreign(step)) },
			{ head: texts.attention.since, cell: ({ endedAt }) => instant(endedAt, visit) },
			{ head: words.why, cell: ({ reason, reasonDetail }) => reasonText(reason, reasonDetail) },
		],
		runs,
	);
}
