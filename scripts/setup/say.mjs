/**
 * Tells the user what a set-up step is doing. It goes to stderr, so that the stdout of a command stays its result.
 *
 * @param {string} sentence
 */
export function say(sentence) {
	process.stderr.write(`[set-up] ${sentence}\n`);
}
