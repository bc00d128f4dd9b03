import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const checkout = path.resolve(__dirname, '..', '..', '..');

/**
 * Calls a function of one of the set-up modules. They are plain ES modules, which jest does not load, so each call
 * runs in a Node of its own; arguments and result travel as JSON.
 */
export function callModule<Result>(file: string, name: string, ...args: unknown[]): Result {
	const url = pathToFileURL(path.join(checkout, 'scripts', 'setup', file)).href;
	const code = `import { ${name} } from ${JSON.stringify(url)};
		process.stdout.write(JSON.stringify(${name}(...JSON.parse(process.argv[1]))));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code, JSON.stringify(args)], {
		encoding: 'utf8',
		// What it writes to stderr is part of the error it throws here; it need not show as well.
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	return JSON.parse(output) as Result;
}
