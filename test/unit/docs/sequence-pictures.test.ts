/** The timelines of docs/sequences.md are what the preview gives. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drawAll, FOLDER } from '../../../scripts/docs/pictures/all';
import { draw } from '../../../scripts/docs/pictures/draw';
import { PICTURES } from '../../../scripts/docs/pictures/examples';
import { playExample } from '../../../scripts/docs/pictures/lane';

const page = readFileSync(path.join(__dirname, '../../../docs/sequences.md'), 'utf8');

test('every picture is what the preview of its example gives today', async () => {
	const drawn = await drawAll();
	const stored = new Map(readdirSync(FOLDER).map((file) => [file, readFileSync(path.join(FOLDER, file), 'utf8')]));
	// When a rule has changed on purpose: node scripts/docs-pictures.mjs draws them anew.
	expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(drawn));
});

test('the page shows every picture, and no other', () => {
	const shown = [...page.matchAll(/images\/sequences\/([\w-]+)\.svg/g)].map(([, name]) => name);
	expect([...shown].sort()).toEqual(Object.keys(PICTURES).sort());
});

test('texts of a picture are escaped', async () => {
	const [[example]] = Object.values(PICTURES) as [[(typeof PICTURES)[string][number]]];
	const svg = draw([await playExample({ ...example, title: '<b>& more' })]);
	expect(svg).toContain('&lt;b&gt;&amp; more');
	expect(svg).not.toContain('<b>');
});
