/** Whole accounts and whole people, out, in and away. */
import type { AccountStore } from '../contract';
import { erasePeople } from '../operations/moving/erase-person';
import { beginExport, exportPage } from '../operations/moving/export-account';
import { exportPart } from '../operations/moving/export-part';
import { exportPeople } from '../operations/moving/export-person';
import { importRecords } from '../operations/moving/import-account';
import { prune } from '../operations/moving/retention';
import type { Transactions } from './transactions';

export const movingVerbs = ({ run, read, gather }: Transactions) =>
	({
		beginExport: (now) => run(now, beginExport),
		exportPage: (cursor, limit) => read((scope) => exportPage(scope, cursor, limit)),
		exportPart: (people, now) => run(now, (scope) => exportPart(scope, people)),
		importRecords: (header, records, otherNumber, now) => run(now, (scope) => importRecords(scope, header, records, otherNumber)),
		exportPeople: (people) => read((scope) => exportPeople(scope, people)),
		erasePeople: (people, now) => run(now, (scope) => erasePeople(scope, people)),
		prune: async (request, now) => {
			await gather();
			return run(now, (scope) => prune(scope, request));
		},
	}) satisfies Partial<AccountStore>;
