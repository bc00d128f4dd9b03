/**
 * Runs a property many times and says how to play a failing case again. Cases come in slices with a seed of their own, so
 * that a replay need not generate what came before; the last line is one JSON object for programs.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';

export interface Fuzz<Case> {
	name: string;
	/** How many, unless the command says otherwise. */
	cases: number;
	/** How many cases are generated and checked together; 1 unless it says otherwise. */
	sizeOf?: (one: Case) => number;
	arbitrary: fc.Arbitrary<Case>;
	/** Throws for a case that fails. */
	check: (one: Case) => Promise<void>;
	/** For people to read. */
	describe: (one: Case) => string;
}

export const SLICE = 500;
/** After so many failing slices there is enough to look at. */
const MOST_FAILURES = 5;
const SAY_EVERY_MS = 30_000;

interface Options {
	cases: number;
	seed: number;
	/** The way to one case within the slice of the seed, as a failure names it. */
	path: string | undefined;
}

/** Runs it with the command's options; the exit code. */
export async function fuzz<Case>(one: Fuzz<Case>): Promise<number> {
	const { cases, seed, path } = optionsOf(one);
	console.log(`fuzz ${one.name}: ${cases} cases, seed ${seed}`);
	let done = 0;
	let failures = 0;
	let said = Date.now();
	const { sizeOf = () => 1 } = one;
	const check = async (made: Case): Promise<void> => {
		await one.check(made);
		done += sizeOf(made);
	};
	for (let slice = seed; done < cases && failures < MOST_FAILURES; slice = (slice + 1) | 0) {
		const numRuns = Math.min(SLICE, cases - done);
		const failure = await runSlice({ ...one, check }, slice, numRuns, path);
		if (failure !== null) {
			failures++;
			console.log(failure);
		}
		if (Date.now() - said > SAY_EVERY_MS) {
			said = Date.now();
			console.log(`${done} cases`);
		}
		if (path !== undefined) break;
	}
	console.log(JSON.stringify({ fuzz: one.name, cases: done, failures, seed }));
	return failures === 0 ? 0 : 1;
}

function optionsOf({ cases, name }: { cases: number; name: string }): Options {
	const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } } });
	const asked = { cases: Number(values.cases ?? cases), seed: Number(values.seed ?? Date.now() | 0) };
	if (!Number.isInteger(asked.cases) || asked.cases < 1) throw new Error(`--cases must be a whole number of at least 1, as in npm run fuzz -- ${name} --cases 1000`);
	if (!Number.isInteger(asked.seed)) throw new Error(`--seed must be a whole number, as in npm run fuzz -- ${name} --seed 7`);
	return { ...asked, path: values.path };
}

/** What failed, for people; null when nothing did. */
async function runSlice<Case>({ name, arbitrary, check, describe }: Fuzz<Case>, seed: number, numRuns: number, path: string | undefined): Promise<string | null> {
	const property = fc.asyncProperty(arbitrary, check);
	const result = await fc.check(property, { seed, numRuns, ...(path === undefined ? {} : { path }) });
	if (!result.failed) return null;
	return [
		'',
		`FAILED: ${wordsOf(result.errorInstance)}`,
		`The smallest case that fails so (after ${result.numShrinks} steps of shrinking):`,
		result.counterexample ? describe(result.counterexample[0]) : '',
		`Play it again: npm run fuzz -- ${name} --seed ${seed} --path ${result.counterexamplePath ?? ''}`,
		'',
	].join('\n');
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? (error.name === 'Broken' ? error.message : (error.stack ?? error.message)) : String(error);
}
