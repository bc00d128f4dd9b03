import { say } from './say.mjs';

/**
 * Something that tests need cannot be had. A developer is told loudly what is left out; in CI it is a failure, since
 * nobody reads what a green run left out.
 *
 * @param {string} what In capitals.
 * @param {string} tests Which tests need it.
 * @param {string} remedy
 * @param {unknown} error
 * @throws {Error} In CI.
 */
export function leftOut(what, tests, remedy, error) {
	const sentence = `NO ${what}: ${tests} are LEFT OUT (${error instanceof Error ? error.message : error}). ${remedy}.`;
	if (process.env.CI) throw new Error(sentence);
	say(sentence);
}
