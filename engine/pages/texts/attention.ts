/** The pages of what needs somebody. */

export const attention = {
	title: 'Attention',
	nothing: 'Nothing needs you at the moment.',
	/** Beside what the audit says of each in sentences of its own. */
	severities: { error: 'Error', warning: 'Warning' },
	number: 'This number',
	templates: 'Templates show here once WhatsApp has refused one. To ask WhatsApp about all of them, use Sequence > Audit or Preflight of a Sequence Enrollment node.',
	ways: {
		unconfirmed: 'Show these messages',
		paused: 'Open it, to resume it',
		changesWait: 'See the changes and enter the password',
		people: 'Show who is active in it',
		failed: 'Show all runs that failed',
	},
	failed: (sequence: string): string => `Latest runs of ${sequence} that failed`,
	since: 'Since',
	back: 'All that needs attention',
	keywords: 'Keywords that nobody listens to',
	keywordsHint: 'Their workflow has not run for two hours. Publish it again, or give the keyword to another one.',
	noKeywords: 'Somebody listens to every keyword.',
	allKeywords: 'Show all of these keywords',
	keyword: 'Keyword',
	keywordOf: 'Belongs to',
	lastHeard: 'Last heard of',
	unconfirmed: 'Messages that may have left',
	unconfirmedHint: 'The answer of WhatsApp was lost. A status settles them by itself; else open the person and decide: treat it as sent, or send it again.',
	noUnconfirmed: 'There is no such message any more.',
} as const;
