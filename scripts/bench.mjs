import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { exitWith, runTypeScript } from './setup/run-typescript.mjs';
import { setUp } from './setup/set-up.mjs';

/**
 * What a benchmark needs beside the checkout; those that are not named here run in a real n8n.
 *
 * @type {Record<string, import('./setup/set-up.mjs').Needs>}
 */
const needs = {
	store: { database: true, rivals: true },
	scale: { database: true },
	pages: { database: true },
	edit: { database: true },
	chart: {},
	keywords: {},
	webhook: { n8n: true, database: true },
};

// `npm run bench -- NAME [--quick]`: one benchmark beside its rival; bench/NAME.ts.
await exitWith(async () => {
	const [name, ...args] = process.argv.slice(2);
	const file = `bench/${name}.ts`;
	if (!name || !/^[a-z-]+$/.test(name) || !existsSync(path.join(checkout, file))) {
		throw new Error(`There is no benchmark "${name ?? ''}". Name one of the files in bench/, e.g. npm run bench -- enroll`);
	}
	return await runTypeScript(await setUp(needs[name] ?? { n8n: true }), file, args);
});
