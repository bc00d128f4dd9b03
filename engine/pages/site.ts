/** From a request to a response: the password, the token, the page. Knows HTTP but no server. */
import { StoreRefusal, type AccountStore } from '../store/contract';
import { Fields } from './fields';
import { formToken, isFormToken, TOKEN_FIELD } from './form-token';
import { pageHeaders } from './headers';
import { html, type Html } from './html';
import { layout } from './layout';
import { link, PAGE_FIELD } from './link';
import { CHALLENGE, isLogin, readLogin, type GuessDelays, type Login } from './password';
import type { Seal } from './seal';
import { texts } from './texts';
import type { Answer, MenuEntry, PageFamily, Route, Visit } from './visit';

export interface PageRequest {
	method: string;
	/** Behind the question mark of the address. */
	query: string;
	/** Of a form, as the browser sent it; empty for none. */
	body: string;
	authorization: unknown;
	/** The network address it came from, as far as n8n knows. */
	place: string;
	/** UTC milliseconds. */
	now: number;
}

export interface PageResponse {
	status: number;
	headers: Record<string, string>;
	body: string;
}

export interface SiteSettings {
	/** In the order of the menu; the first page of the first one is where people land. */
	families: PageFamily[];
	/** Who may enter; without a password nobody. */
	login: Login;
	/** Shared by all requests of a process. */
	delays: GuessDelays;
	/** For tokens in forms, and for what is told after a change. */
	seals: { form: Seal; message: Seal };
	timeZone: string;
	openStore(): Promise<AccountStore>;
	/** A page that fails shows no error of ours; this is where it goes. */
	onError(error: unknown): void;
}

/** What is told after a change need not outlive the redirect for long. */
const TOLD_MS = 5 * 60 * 1000;

export class Site {
	private readonly menu: MenuEntry[];
	private readonly routes: Map<string, Route>;
	private readonly start: string;

	constructor(private readonly settings: SiteSettings) {
		this.menu = settings.families.flatMap(({ menu }) => menu);
		this.routes = new Map(settings.families.flatMap(({ routes }) => routes).map((route) => [`${route.method} ${route.page}`, route]));
		this.start = this.menu[0]?.page ?? '';
	}

	async answer(request: PageRequest): Promise<PageResponse> {
		const { user, refusal } = this.enter(request);
		if (refusal) return refusal;
		const query = new Fields(request.query);
		const page = query.text(PAGE_FIELD) || this.start;
		// HEAD asks for what GET would answer, without its body.
		const method = request.method === 'HEAD' ? 'GET' : request.method;
		const route = this.routes.get(`${method} ${page}`);
		if (!route) return this.noRoute(page);

		const { form: seal } = this.settings.seals;
		const form = new Fields(method === 'POST' ? request.body : '');
		if (method === 'POST' && !isFormToken(seal, form.text(TOKEN_FIELD), user, request.now)) return this.refuse(403, 'token');
		try {
			const { timeZone, openStore } = this.settings;
			const token = formToken(seal, user, request.now);
			const visit: Visit = { query, form, user, now: request.now, timeZone, token, store: await openStore() };
			return this.respond(await route.answer(visit), route.menu ?? page, visit);
		} catch (error) {
			if (error instanceof StoreRefusal) return this.storeRefusal(error);
			this.settings.onError(error);
			return this.refuse(500, 'failed');
		}
	}

	private enter({ authorization, place, now }: PageRequest): { user: string; refusal?: PageResponse } {
		const { login, delays } = this.settings;
		const nobody = { user: '' };
		if (login.password === '') return { ...nobody, refusal: this.refuse(403, 'noPassword') };
		const wait = delays.waitOf(place, now);
		if (wait > 0) return { ...nobody, refusal: this.tooManyGuesses(Math.ceil(wait / 1000)) };
		const given = readLogin(authorization);
		if (given && isLogin(given, login)) {
			delays.right(place);
			return { user: login.user };
		}
		// A browser asks without a password first; that is no guess.
		if (given) delays.wrong(place, now);
		const refusal = this.refuse(401, 'login');
		return { ...nobody, refusal: { ...refusal, headers: { ...refusal.headers, 'WWW-Authenticate': CHALLENGE } } };
	}

	/** In the store's own words, on a page that people can leave. */
	private storeRefusal({ message }: StoreRefusal): PageResponse {
		const body = html`<p class="told refused">${message}</p>${this.wayBack()}`;
		return this.page(409, layout({ title: texts.refusals.failedTitle, body, menu: this.menu }));
	}

	private respond(answer: Answer, current: string, visit: Visit): PageResponse {
		const { message: seal } = this.settings.seals;
		if (answer.kind === 'page') {
			const told = seal.open<{ text: string; refused: boolean }>(visit.query.text('told'), visit.now);
			const frame = { title: answer.title, body: answer.body, menu: this.menu, current };
			return this.page(answer.status ?? 200, layout(told.kind === 'valid' ? { ...frame, told: told.payload } : frame));
		}
		if (answer.kind === 'moved') return { status: 303, headers: { ...pageHeaders(), Location: answer.to }, body: '' };
		// Sealed, so that a link cannot put words into this page's mouth.
		const told = seal.close({ text: answer.message, refused: answer.kind === 'refused' }, visit.now + TOLD_MS);
		return { status: 303, headers: { ...pageHeaders(), Location: `${answer.to}&told=${told}` }, body: '' };
	}

	private noRoute(page: string): PageResponse {
		const known = ['GET', 'POST'].some((method) => this.routes.has(`${method} ${page}`));
		return known ? this.refuse(405, 'notAllowed') : this.refuse(404, 'notFound');
	}

	private tooManyGuesses(seconds: number): PageResponse {
		const { waitTitle, wait } = texts.refusals;
		const refusal = this.page(429, layout({ title: waitTitle, body: html`<p>${wait(seconds)}</p>`, menu: [] }));
		return { ...refusal, headers: { ...refusal.headers, 'Retry-After': String(seconds) } };
	}

	private refuse(status: number, why: 'noPassword' | 'login' | 'notFound' | 'notAllowed' | 'token' | 'failed'): PageResponse {
		const { refusals } = texts;
		const isInside = why !== 'noPassword' && why !== 'login';
		const body = html`<p>${refusals[why]}</p>${isInside && this.wayBack()}`;
		return this.page(status, layout({ title: refusals[`${why}Title`], body, menu: [] }));
	}

	private wayBack(): Html {
		return html`<p><a class="button" href="${link(this.start)}">${texts.refusals.backToStart}</a></p>`;
	}

	private page(status: number, body: string): PageResponse {
		return { status, headers: pageHeaders(), body };
	}
}
