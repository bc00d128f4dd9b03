/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed Everything that did not pass, including what was skipped or could not run.
 * @property {number} skipped How many of the failed were skipped rather than run.
 */

/** @typedef {{ status: string }} JestTest */

/**
 * The part of jest's `--json` report that counting needs.
 *
 * @typedef {object} JestReport
 * @property {Array<{ status: string, assertionResults: JestTest[] }>} testResults One per test file.
 */

/** @returns {Counts} */
export function nothing() {
	return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * Counts the tests of a jest report. A skipped test counts as failed: a test that does not run proves nothing.
 * Only where the caller chose tests by name are the others left out of the count.
 *
 * @param {JestReport} report
 * @param {{ chosenByName: boolean }} options
 * @returns {Counts}
 */
export function countTests(report, { chosenByName }) {
	const counts = nothing();
	for (const file of report.testResults) {
		const failedBefore = counts.failed;
		for (const { status } of file.assertionResults) {
			if (status === 'passed') counts.passed++;
			else if (status === 'failed') counts.failed++;
			else if (!chosenByName) {
				counts.failed++;
				counts.skipped++;
			}
		}
		// A file that does not compile, or whose clean-up throws, fails without a failed test.
		if (file.status === 'failed' && counts.failed === failedBefore) counts.failed++;
	}
	return counts;
}

/**
 * A check that is one thing, such as lint.
 *
 * @param {boolean} ok
 * @returns {Counts}
 */
export function oneCheck(ok) {
	return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/**
 * @param {Counts[]} parts
 * @returns {Counts}
 */
export function sum(parts) {
	return parts.reduce(
		(total, part) => ({
			passed: total.passed + part.passed,
			failed: total.failed + part.failed,
			skipped: total.skipped + part.skipped,
		}),
		nothing(),
	);
}

/**
 * The last line of `npm test`.
 *
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
