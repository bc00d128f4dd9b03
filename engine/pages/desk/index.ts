/** The pages of the conversation desk. */
import { texts } from '../texts';
import type { PageFamily, Route } from '../visit';
import { claim, close, setAvailable, transfer } from './actions';
import { overview } from './overview';

export function deskPages(): PageFamily {
	const post = (page: string, answer: Route['answer']): Route => ({ method: 'POST', page, answer });
	return {
		menu: [{ page: 'desk', label: texts.desk.title }],
		routes: [
			{ method: 'GET', page: 'desk', answer: overview },
			post('desk/claim', claim),
			post('desk/close', close),
			post('desk/transfer', transfer),
			post('desk/available', setAvailable),
		],
	};
}
