/** Conversations and the agents who have them. */
import { setImmediate } from 'node:timers/promises';
import type { AccountStore } from '../contract';
import { removeAgents, saveAgents } from '../operations/desk/desk-agents';
import { followOpenPart } from '../operations/desk/desk-timers';
import { workDesk } from '../operations/desk/work-desk';
import { findContacts } from '../sql/contacts';
import { listConversationViews, viewsOfConversations } from '../sql/conversations';
import { allAgents } from '../sql/desk-agents';
import type { Transactions } from './transactions';

export const deskVerbs = ({ run, read }: Transactions) =>
	({
		saveAgents: (requests, now) => run(now, (scope) => saveAgents(scope, requests)),
		removeAgents: (names, now) => run(now, (scope) => removeAgents(scope, names)),
		listAgents: () => read(async (scope) => [...(await allAgents(scope)).values()]),
		workDesk: (requests, now) => run(now, (scope) => workDesk(scope, requests)),
		conversationsOf: (contacts) =>
			read(async (scope) => {
				const rows = await findContacts(scope, contacts);
				const views = await viewsOfConversations(scope, rows.flatMap((row) => row?.id ?? []));
				return rows.map((row) => views.get(row?.id ?? '') ?? null);
			}),
		listConversations: (filter, page) => read((scope) => listConversationViews(scope, filter, page)),
		followConversations: async (now) => {
			let after: string | null = '';
			while (after !== null) {
				const from: string = after;
				after = await run(now, (scope) => followOpenPart(scope, from));
				await setImmediate();
			}
		},
	}) satisfies Partial<AccountStore>;
