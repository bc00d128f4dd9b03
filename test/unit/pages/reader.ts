/** A person at the pages, without a browser and without n8n: follows links, presses buttons, fills in forms. */
import { contactPages } from '../../../engine/pages/contact';
import { GuessDelays } from '../../../engine/pages/password';
import { Seal } from '../../../engine/pages/seal';
import { sequencePages } from '../../../engine/pages/sequences';
import { Site, type PageResponse } from '../../../engine/pages/site';
import type { PageFamily } from '../../../engine/pages/visit';
import type { AccountStore } from '../../../engine/store/contract';
import { migrate } from '../../../engine/store/migrate';
import { sqlStore } from '../../../engine/store/sql-store';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { START } from '../../conformance/builders';

export const ACCOUNT = '106540352242922';

/** A store in memory, with its tables. */
export async function emptyStore(): Promise<AccountStore> {
	const driver = openSqlite(':memory:');
	await migrate(driver, START);
	return sqlStore(driver, 'embedded', true).forAccount(ACCOUNT);
}

const UNESCAPED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => UNESCAPED[entity]!);

export class Reader {
	private readonly site: Site;
	now = START;
	/** What was shown last. */
	body = '';

	constructor(store: AccountStore, more: PageFamily[] = []) {
		this.site = new Site({
			families: [sequencePages('DE'), contactPages('DE'), ...more],
			login: { user: 'ada', password: 'secret' },
			delays: new GuessDelays(),
			seals: { form: new Seal(['secret'], ACCOUNT, 'form'), message: new Seal(['secret'], ACCOUNT, 'message') },
			timeZone: 'Europe/Berlin',
			openStore: () => Promise.resolve(store),
			onError: (error) => {
				throw error;
			},
		});
	}

	/** The text of a page as a person reads it, its marks left out. */
	async open(query = ''): Promise<string> {
		const { body } = await this.send('GET', query, '');
		this.body = body;
		return this.text();
	}

	/** Presses the button of the form that leads to this action; answers the text of where that leads. */
	async press(action: string, fields: Record<string, string> = {}, about = ''): Promise<string> {
		const forms = [...this.body.matchAll(/<form class="[^"]*" method="post" action="([^"]*)">([^]*?)<\/form>/g)];
		const found = forms.find(([, address]) => {
			const query = new URLSearchParams(unescape(address!).slice(1));
			return query.get('page') === action && unescape(address!).includes(about);
		});
		if (!found) throw new Error(`the page has no button for ${action}`);
		const token = /name="token" value="([^"]*)"/.exec(found[2]!)![1]!;
		const { status, headers } = await this.send('POST', unescape(found[1]!), new URLSearchParams({ token, ...fields }).toString());
		if (status !== 303) throw new Error(`${action} was answered with ${status}`);
		return await this.open(headers.Location);
	}

	/** The message that the page tells. */
	told(): string {
		return unescape(/role="status">([^]*?)<\/p>/.exec(this.body)?.[1] ?? '');
	}

	/** Addresses that links of this name lead to. */
	link(name: string): string {
		const found = [...this.body.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^]*?)<\/a>/g)].find(([, , inside]) => plain(inside!) === name);
		if (!found) throw new Error(`the page has no link "${name}"`);
		return unescape(found[1]!);
	}

	text(): string {
		return plain(/<main[^]*<\/main>/.exec(this.body)?.[0] ?? this.body);
	}

	send(method: string, query: string, body: string): Promise<PageResponse> {
		const authorization = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
		return this.site.answer({ method, query, body, authorization, place: '127.0.0.1', now: this.now });
	}
}

function plain(markup: string): string {
	return unescape(markup.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
}
