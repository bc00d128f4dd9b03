/**
 * Every word that pages show. To translate them, translate this file: nothing is written anywhere else. Sentences with a
 * number are functions, since languages count in different ways.
 */
const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const texts = {
	/** As in the attribute lang, and for names of months. */
	language: 'en',
	site: 'WhatsApp Sequences',
	menu: 'Pages',
	skipToContent: 'Skip to content',
	nextPage: 'Next page',
	people: (count: number): string => counted(count, 'person', 'people'),

	refusals: {
		noPasswordTitle: 'No password yet',
		noPassword: 'This page has no password yet, so nobody can open it. Set Dashboard User and Dashboard Password in the WhatsApp Sequences credential.',
		loginTitle: 'Please log in',
		login: 'Log in with the Dashboard User and Dashboard Password of the WhatsApp Sequences credential.',
		waitTitle: 'Too many wrong passwords',
		wait: (seconds: number): string => `Too many wrong passwords from here. Try again in ${counted(seconds, 'second', 'seconds')}.`,
		notFoundTitle: 'Page not found',
		notFound: 'There is no such page. It may have been removed meanwhile.',
		notAllowedTitle: 'Not possible this way',
		notAllowed: 'This address cannot be used this way. Go back and use the buttons of the page.',
		tokenTitle: 'Please try again',
		token: 'The page had been open for too long, or the request did not come from it, so nothing was changed. Go back, reload the page and try again.',
		tooLarge: 'The form is larger than this page takes. Nothing was changed.',
		failedTitle: 'Not done',
		failed: 'The page could not be put together. Nothing was changed; the log of n8n says more.',
		backToStart: 'To the first page',
	},
} as const;
