import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { exitWith, runTypeScript } from './setup/run-typescript.mjs';
import { setUp } from './setup/set-up.mjs';

const names = readdirSync(path.join(checkout, 'fuzz', 'runs')).map((file) => path.basename(file, '.ts'));

/**
 * What a run needs beside the checkout.
 *
 * @type {Record<string, import('./setup/set-up.mjs').Needs>}
 */
const needs = { lifecycle: { database: true } };

// `npm run fuzz -- [NAME] [--cases N] [--seed S] [--path P]`: fuzz/runs/NAME.ts, or all of them. docs/testing.md
await exitWith(async () => {
	const args = process.argv.slice(2);
	const name = args[0]?.startsWith('--') ? undefined : args.shift();
	if (name !== undefined && !names.includes(name)) {
		throw new Error(`There is no fuzz run "${name}". Name one of: ${names.join(', ')}, e.g. npm run fuzz -- lifecycle --cases 1000`);
	}
	let worst = 0;
	for (const one of name === undefined ? names : [name]) {
		worst = Math.max(worst, await runTypeScript(await setUp(needs[one] ?? {}), `fuzz/runs/${one}.ts`, args));
	}
	return worst;
});
