/** What a page is asked, and what it answers. */
import type { AccountStore } from '../store/contract';
import type { Fields } from './fields';
import type { Html } from './html';

/** One request of somebody who has shown the password. */
export interface Visit {
	/** The fields of the address. */
	query: Fields;
	/** The fields of the form; there are none when a page is only looked at. */
	form: Fields;
	user: string;
	/** UTC milliseconds. */
	now: number;
	/** IANA zone in which times are shown. */
	timeZone: string;
	store: AccountStore;
	/** Goes into every form (element `form`). */
	token: string;
}

export type Answer =
	/** `status` is 200 unless told. */
	| { kind: 'page'; title: string; body: Html; status?: number }
	/** Another page, with nothing to tell. */
	| { kind: 'moved'; to: string }
	/** What a state change ends with: a page to go to, and what to tell there in plain words. */
	| { kind: 'done'; to: string; message: string }
	/** Nothing was changed; the message says why. */
	| { kind: 'refused'; to: string; message: string };

export interface Route {
	/** Pages are looked at with GET; whatever changes something is a POST, which brings a token. */
	method: 'GET' | 'POST';
	/** What stands as `page` in the address, such as `sequence` or `sequence/pause`. */
	page: string;
	/** The entry of the menu that it belongs to; its own page unless told. */
	menu?: string;
	answer(visit: Visit): Promise<Answer>;
}

export interface MenuEntry {
	page: string;
	label: string;
}

/** Pages that belong together; what they need beyond a visit they are given when they are made. */
export interface PageFamily {
	menu: MenuEntry[];
	routes: Route[];
}
