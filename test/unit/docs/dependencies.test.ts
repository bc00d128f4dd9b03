/** docs/dependencies.md against package.json and the packages themselves. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CHECKOUT = path.join(__dirname, '../../..');
const read = (...file: string[]): string => readFileSync(path.join(CHECKOUT, ...file), 'utf8');

interface Manifest {
	version: string;
	license?: string;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	peerDependencies?: Record<string, string>;
}
const manifestOf = (name: string): Manifest => JSON.parse(read('node_modules', name, 'package.json')) as Manifest;

const page = read('docs', 'dependencies.md');
const own = JSON.parse(read('package.json')) as Required<Manifest>;
const [shipped, development] = page.split('## For development only') as [string, string];
const rows = [...shipped.matchAll(/^\| \[([^\]]+)\]\([^)]+\) \| ([^|]+) \|/gm)].map(([, name, licence]) => [name!, licence!.trim()] as const);

/** Licences under which a library may come with an MIT package. */
const FREE = /^\(?(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|CC0-1\.0|Unlicense)\)?$/;

test('the page has a reason for every package that is shipped, and for no other', () => {
	expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(own.dependencies).sort());
	for (const peer of Object.keys(own.peerDependencies)) expect(shipped).toContain(`| ${peer} (peer) |`);
});

test('the page tells the licence that each package has', () => {
	expect(rows.map(([name, licence]) => [name, licence])).toEqual(rows.map(([name]) => [name, manifestOf(name).license]));
});

test('the page names every package of the development, but for types', () => {
	const names = Object.keys(own.devDependencies).filter((name) => !name.startsWith('@types/') && !(name in own.peerDependencies));
	expect(names.filter((name) => !new RegExp(`(^|[\\s|])${name}[\\s,|]`, 'm').test(development))).toEqual([]);
});

test('whatever n8n installs with the package has a free licence', () => {
	const seen = new Map<string, string | undefined>();
	const visit = (name: string): void => {
		if (seen.has(name) || !existsSync(path.join(CHECKOUT, 'node_modules', name))) return;
		const { license, dependencies = {} } = manifestOf(name);
		seen.set(name, license);
		Object.keys(dependencies).forEach(visit);
	};
	Object.keys(own.dependencies).forEach(visit);
	expect(seen.size).toBeGreaterThan(10);
	expect([...seen].filter(([, licence]) => !FREE.test(licence ?? ''))).toEqual([]);
});

test('package.json pins what is shipped, so that everybody gets what was tested', () => {
	expect(Object.entries(own.dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
