/** What a newcomer follows: an index that is whole, workflows that ask for no more than they need. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CHECKOUT = path.join(__dirname, '../../..');
const read = (...file: string[]): string => readFileSync(path.join(CHECKOUT, ...file), 'utf8');
const pages = readdirSync(path.join(CHECKOUT, 'docs')).filter((file) => file.endsWith('.md') && file !== 'README.md');

test('docs/README.md leads to every page of the documentation', () => {
	const index = read('docs', 'README.md');
	expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
});

describe('docs/architecture.md', () => {
	const page = read('docs', 'architecture.md');
	const tree = page.split('```')[1]!;

	test('has a line for every folder of the engine, and for no other', () => {
		const named = [...tree.split('engine/')[1]!.split(/^\w/m)[0]!.matchAll(/^ {2}(\w+)\/ /gm)].map(([, folder]) => folder!);
		expect(named.sort()).toEqual(readdirSync(path.join(CHECKOUT, 'engine')).sort());
	});

	test.each([
		['operations', 'engine/store/operations', /operations\/ .*subject: ([\w, ]+)$/m],
		['pages', 'engine/pages', /family ([\w, ()]+);/],
	])('names the folders of %s', (_, folder, line) => {
		const named = line.exec(tree)![1]!.split(', ').map((word) => word.split(' ')[0]!);
		const folders = readdirSync(path.join(CHECKOUT, folder), { withFileTypes: true }).filter((one) => one.isDirectory() && one.name !== 'texts');
		expect(named.sort()).toEqual(folders.map(({ name }) => name).sort());
	});

	test('names operations that are there', () => {
		const named = [...page.matchAll(/`(operations\/[\w./-]+)`/g)].map(([, file]) => file!);
		expect(named.length).toBeGreaterThan(2);
		expect(named.filter((file) => !existsSync(path.join(CHECKOUT, 'engine/store', file)))).toEqual([]);
	});

	test('names tests that are there', () => {
		const homes: Record<string, string[]> = { conformance: ['conformance/behaviours', 'conformance'], unit: ['unit'], e2e: ['e2e'] };
		const named = [...page.matchAll(/^\| \d+ \|.*\| ([^|]+) \|$/gm)].flatMap(([, cell]) =>
			cell!.split('; ').flatMap((part) => part.split(': ')[1]!.split(', ').map((name) => [part.split(': ')[0]!, name] as const)),
		);
		const isThere = ([kind, name]: readonly [string, string]): boolean =>
			homes[kind]!.some((home) => ['', '.ts', '.test.ts'].some((end) => existsSync(path.join(CHECKOUT, 'test', home, `${name}${end}`))));
		expect(named.length).toBeGreaterThan(15);
		expect(named.filter((one) => !isThere(one))).toEqual([]);
	});
});

describe.each(readdirSync(path.join(CHECKOUT, '.github/workflows')))('the workflow %s', (file) => {
	const text = read('.github/workflows', file);

	test('names its actions by their major version', () => {
		const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action!).filter((action) => !action.startsWith('./'));
		expect(used.length).toBeGreaterThan(0);
		expect(used.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([]);
	});

	test('may read the repository and nothing else, but for the job that publishes', () => {
		expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
		const asked = [...text.matchAll(/^\s+([\w-]+): write$/gm)].map(([, permission]) => permission);
		expect(asked).toEqual(file === 'publish.yml' ? ['id-token'] : []);
	});

	test('knows no secret', () => {
		expect(text).not.toMatch(/secrets\./);
	});
});
