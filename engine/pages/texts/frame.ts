/** What every page has: its frame, the names of states, and what is told to somebody who cannot get in. */
import { counted } from './counted';

export const frame = {
	/** As in the attribute lang, and for names of months. */
	language: 'en',
	site: 'WhatsApp Sequences',
	menu: 'Pages',
	skipToContent: 'Skip to content',
	nextPage: 'Next page',
	people: (count: number): string => counted(count, 'person', 'people'),
	number: (count: number): string => count.toLocaleString('en'),
	/** An amount in the currency's main unit, with as many decimals as the currency has. */
	money: (amount: number, currency: string): string => amount.toLocaleString('en', { style: 'currency', currency, currencyDisplay: 'code' }),
	percent: (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`),
	show: 'Show',
	cancel: 'Cancel',
	/** What a person did who was logged in to the page, in timelines and reasons. */
	byUser: (user: string): string => (user === '' ? 'on the dashboard' : `on the dashboard, by ${user}`),

	states: {
		active: 'active',
		paused: 'paused',
		in_review: 'in review',
		completed: 'completed',
		converted: 'converted',
		exited: 'ended early',
		failed: 'failed',
	},

	sendStates: {
		sending: 'leaving',
		accepted: 'taken by WhatsApp',
		sent: 'sent',
		delivered: 'delivered',
		read: 'read',
		failed: 'failed',
		unconfirmed: 'unconfirmed',
	},

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
