/** The pages about sequences. */
import { texts } from '../texts';
import type { PageFamily } from '../visit';
import { addSubscriber, pause, resume } from './actions';
import { confirm, lock, unlock } from './lock';
import { oneSequence } from './one-sequence';
import { overview } from './overview';

/** @param country ISO code for phone numbers that are written without a country code; empty for none */
export function sequencePages(country: string): PageFamily {
	return {
		menu: [{ page: 'sequences', label: texts.sequences.title }],
		routes: [
			{ method: 'GET', page: 'sequences', answer: overview },
			{ method: 'GET', page: 'sequence', menu: 'sequences', answer: oneSequence },
			{ method: 'POST', page: 'sequence/pause', answer: pause },
			{ method: 'POST', page: 'sequence/resume', answer: resume },
			{ method: 'POST', page: 'sequence/add', answer: (visit) => addSubscriber(visit, country) },
			{ method: 'POST', page: 'sequence/lock', answer: lock },
			{ method: 'POST', page: 'sequence/unlock', answer: unlock },
			{ method: 'POST', page: 'sequence/confirm', answer: confirm },
		],
	};
}
