/** The pages about people. */
import { texts } from '../texts';
import type { PageFamily, Route } from '../visit';
import { onePerson } from './one-person';
import { people } from './people';
import { addTag, askToErase, erase, removeTag, startMarketing, stopMarketing } from './person-actions';
import { cancelStep, pauseRun, removeRun, reschedule, resumeRun, sendNow, skipStep } from './run-actions';

/** @param country ISO code for phone numbers that are written without a country code; empty for none */
export function contactPages(country: string): PageFamily {
	const post = (page: string, answer: Route['answer']): Route => ({ method: 'POST', page, answer });
	return {
		menu: [{ page: 'people', label: texts.contacts.title }],
		routes: [
			{ method: 'GET', page: 'people', answer: (visit) => people(visit, country) },
			{ method: 'GET', page: 'person', menu: 'people', answer: onePerson },
			{ method: 'GET', page: 'person/erase', menu: 'people', answer: askToErase },
			post('person/erase', erase),
			post('person/tag', addTag),
			post('person/untag', removeTag),
			post('person/stop', stopMarketing),
			post('person/start', startMarketing),
			post('run/pause', pauseRun),
			post('run/resume', resumeRun),
			post('run/skip', skipStep),
			post('run/now', sendNow),
			post('run/reschedule', reschedule),
			post('run/cancel', cancelStep),
			post('run/remove', removeRun),
		],
	};
}
