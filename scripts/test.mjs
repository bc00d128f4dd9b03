import { jestProject, lint, typeCheck } from './setup/checks.mjs';
import { nothing, oneCheck, sum, summaryLine } from './setup/count.mjs';
import { setUp } from './setup/set-up.mjs';

/** @typedef {import('./setup/set-up.mjs').Needs} Needs */
/** @typedef {import('./setup/count.mjs').Counts} Counts */
/** @typedef {{ check: import('./setup/checks.mjs').Check, needs: Needs }} Part */

/** @type {Record<string, Part>} In the order they run. */
const parts = {
	lint: { check: lint, needs: {} },
	typecheck: { check: typeCheck, needs: {} },
	unit: { check: jestProject('unit'), needs: {} },
	conformance: { check: jestProject('conformance'), needs: { database: true } },
	workflow: { check: jestProject('workflow'), needs: {} },
	// A minute: the same tests on the engine of n8n 2.0.0. It loads an ECMAScript module by require, which jest allows
	// behind this flag only, and keeps timers of its own running.
	oldest: { check: jestProject('oldest', ['--forceExit'], ['--experimental-vm-modules']), needs: { oldest: true } },
	// One after the other: each starts an n8n.
	e2e: { check: jestProject('e2e', ['--runInBand']), needs: { n8n: true, browser: true, database: true, queue: true } },
};

/**
 * @param {string[]} args A part and arguments for its tool, or nothing for all parts.
 * @returns {Promise<Counts>}
 */
async function test([name, ...args]) {
	const chosen = Object.entries(parts).filter(([part]) => name === undefined || part === name);
	if (chosen.length === 0) {
		process.stderr.write(`There is no part "${name}". Choose one of: ${Object.keys(parts).join(', ')}.\n`);
		return oneCheck(false);
	}
	// What all parts need; without it there is nothing to go on with.
	const base = await runPart({ check: async () => nothing(), needs: {} }, []);
	if (base.failed > 0) return base;

	const counts = [];
	for (const [partName, part] of chosen) {
		process.stdout.write(`\n=== ${partName}\n`);
		const result = await runPart(part, args);
		process.stdout.write(`${partName}: ${summaryLine(result)}\n`);
		counts.push(result);
	}
	return sum(counts);
}

/**
 * Whatever goes wrong in one part, the others still run: one that cannot be set up counts as one failure.
 *
 * @param {Part} part
 * @param {string[]} args
 */
async function runPart({ check, needs }, args) {
	try {
		return await check(await setUp(needs), args);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		return oneCheck(false);
	}
}

const total = await test(process.argv.slice(2));
process.stdout.write(`\n${summaryLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
