import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkout } from './checkout.mjs';
import { countTests, nothing, oneCheck } from './count.mjs';
import { tryRun } from './run.mjs';

/** @typedef {import('./count.mjs').Counts} Counts */
/** @typedef {import('./set-up.mjs').SetUp} SetUp */
/** @typedef {(setUp: SetUp, args: string[]) => Promise<Counts>} Check */

const inModules = (/** @type {string[]} */ ...parts) => path.join(checkout, 'node_modules', ...parts);

/** @type {Check} */
export async function lint(setUp, args) {
	const result = await show(setUp, [inModules('eslint', 'bin', 'eslint.js'), '.', ...args]);
	return oneCheck(result.code === 0);
}

/** @type {Check} */
export async function typeCheck(setUp, args) {
	const result = await show(setUp, [inModules('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit', ...args]);
	return oneCheck(result.code === 0);
}

/**
 * A check that runs one of jest's projects and counts its tests.
 *
 * @param {string} project
 * @param {string[]} [always] Arguments jest gets whatever the caller adds.
 * @param {string[]} [ofNode] Arguments of Node.
 * @returns {Check}
 */
export function jestProject(project, always = [], ofNode = []) {
	return async (setUp, args) => {
		const folder = await mkdtemp(path.join(tmpdir(), 'jest-report-'));
		try {
			const report = path.join(folder, 'report.json');
			const fixed = ['--selectProjects', project, '--passWithNoTests', '--json', `--outputFile=${report}`];
			const { code } = await show(setUp, [...ofNode, inModules('jest', 'bin', 'jest.js'), ...fixed, ...always, ...args]);
			return await countsIn(report, code, chosenByName(args));
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/**
 * @param {string} report
 * @param {number} code jest's exit code
 * @param {boolean} byName
 * @returns {Promise<Counts>}
 */
async function countsIn(report, code, byName) {
	const text = await readFile(report, 'utf8').catch(() => undefined);
	// No report: either there are no tests, which is fine, or jest itself broke, which is one failure.
	const counts = text === undefined ? nothing() : countTests(JSON.parse(text), { chosenByName: byName });
	return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string[]} args */
function chosenByName(args) {
	return args.some((argument) => /^(-t|--testNamePattern)(=|$)/.test(argument));
}

/**
 * @param {SetUp} setUp
 * @param {string[]} args For Node 24.
 */
function show(setUp, args) {
	return tryRun(setUp.node24, args, { cwd: checkout, env: setUp.env, show: true });
}
