/** People in sequences. */
import { isLive } from '../../sequence/enrollment';
import type { AccountStore } from '../contract';
import { changeEnrollments } from '../operations/runs/change-enrollments';
import { endEnrollments } from '../operations/runs/end-enrollments';
import { enroll } from '../operations/runs/enroll';
import { loadFacts } from '../operations/runs/load-facts';
import { findTargets, listEnrollments, viewsOf } from '../operations/runs/read-enrollments';
import { runFacts } from '../operations/runs/run-facts';
import { stopByGuard } from '../operations/runs/stop-by-guard';
import { toEnrollment } from '../sql/rows';
import type { Transactions } from './transactions';

export const runVerbs = ({ run, read }: Transactions) =>
	({
		enroll: (requests, now) => run(now, (scope) => enroll(scope, requests)),
		remove: (targets, reason, now) =>
			run(now, async (scope) => {
				const rows = await findTargets(scope, targets);
				const live = rows.map((row) => (row && isLive(toEnrollment(row).state) ? row : null));
				const ended = [...new Map(live.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
				const progress = await endEnrollments(scope, ended.map((enrollment) => ({ enrollment, reason })));
				const after = new Map(ended.map((row, i) => [row.id, { ...toEnrollment(row), ...progress[i]! }]));
				return live.map((row) => (row ? (after.get(row.id) ?? null) : null));
			}),
		changeEnrollments: (changes, now) => run(now, (scope) => changeEnrollments(scope, changes)),
		getEnrollments: (targets) => read(async (scope) => viewsOf(scope, await findTargets(scope, targets))),
		listEnrollments: (filter, page) => read((scope) => listEnrollments(scope, filter, page)),
		loadFacts: (requests, needs, now) => run(now, (scope) => loadFacts(scope, requests, needs)),
		stopByGuard: (stops, now) => run(now, (scope) => stopByGuard(scope, stops)),
		runFacts: (targets, now) => run(now, (scope) => runFacts(scope, targets)),
	}) satisfies Partial<AccountStore>;
