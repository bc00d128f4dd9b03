/** examples/README.md tells of every example, shows it, and has the templates to create. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE_TEMPLATES } from '../../../emulator/templates/examples';
import { FILES, workflowOf } from './files';

const EXAMPLES = path.join(__dirname, '..', '..', '..', 'examples');
const page = readFileSync(path.join(EXAMPLES, 'README.md'), 'utf8');

test.each(FILES)('%s has its section', (file) => {
	expect(page).toContain(`## ${workflowOf(file).name}\n`);
	expect(page).toContain(`](${file})`);
});

/** The desk is shown on its page of the dashboard (docs/desk.md). */
const SHOWN = FILES.filter((file) => !file.startsWith('desk-'));

test.each(SHOWN)('%s has a picture of its canvas', (file) => {
	const picture = `../docs/images/examples/${path.basename(file, '.json')}.png`;
	expect(page).toContain(`](${picture})`);
	expect(existsSync(path.join(EXAMPLES, picture))).toBe(true);
});

test('the templates are there with their category, text and buttons, and each is used', () => {
	const used = FILES.map((file) => JSON.stringify(workflowOf(file))).join('\n');
	for (const { name, category, components } of EXAMPLE_TEMPLATES) {
		const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
		expect(row.toUpperCase()).toContain(category);
		expect(row).toContain(components[0]!.text);
		for (const { text = '' } of components[1]?.buttons ?? []) expect(row).toContain(text);
		expect(used).toContain(`"${name}|en"`);
	}
});
