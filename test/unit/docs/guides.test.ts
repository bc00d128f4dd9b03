/** What a newcomer follows: an index that is whole, workflows that ask for no more than they need. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CHECKOUT = path.join(__dirname, '../../..');
const read = (...file: string[]): string => readFileSync(path.join(CHECKOUT, ...file), 'utf8');
const pages = readdirSync(path.join(CHECKOUT, 'docs')).filter((file) => file.endsWith('.md') && file !== 'README.md');

test('docs/README.md leads to every page of the documentation', () => {
	const index = read('docs', 'README.md');
	expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
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
