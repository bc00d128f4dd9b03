/** What needs somebody: what the audit finds, dead keywords, and messages of which nobody knows whether they left. */
import { texts } from '../texts';
import type { PageFamily } from '../visit';
import { keywords } from './keywords';
import { overview } from './overview';
import { unconfirmed } from './unconfirmed';

export function attentionPages(): PageFamily {
	return {
		menu: [{ page: 'attention', label: texts.attention.title }],
		routes: [
			{ method: 'GET', page: 'attention', answer: overview },
			{ method: 'GET', page: 'attention/unconfirmed', menu: 'attention', answer: unconfirmed },
			{ method: 'GET', page: 'attention/keywords', menu: 'attention', answer: keywords },
		],
	};
}
