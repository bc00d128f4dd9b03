/** Every page of Markdown: its links, anchors and pictures lead somewhere, and the files it names are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CHECKOUT = path.join(__dirname, '../../..');
const read = (page: string): string => readFileSync(path.join(CHECKOUT, page), 'utf8');
const markdownIn = (folder: string): string[] =>
	readdirSync(path.join(CHECKOUT, folder)).filter((file) => file.endsWith('.md')).map((file) => path.posix.join(folder, file));

const PAGES = ['.', 'docs', 'examples'].flatMap(markdownIn);

const withoutCode = (text: string): string => text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, '``');

/** Links and pictures that stay within the checkout, written in Markdown or in HTML. */
function linksOf(page: string): string[] {
	const text = withoutCode(read(page));
	const markdown = [...text.matchAll(/\]\(<?([^)>\s]+)>?(?: "[^"]*")?\)/g)];
	const html = [...text.matchAll(/<(?:img|a)\b[^>]*?\b(?:src|href)="([^"]*)"/g)];
	return [...markdown, ...html].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub makes of the headings of a page. */
function anchorsOf(page: string): Set<string> {
	const anchors = new Set<string>();
	const headings = [...read(page).replace(/^( *)```[\s\S]*?^\1```/gm, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading]) => heading!);
	for (const heading of headings) {
		const words = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
		const anchor = words.replace(/[^\p{Letter}\p{Number}\p{Mark}_ -]/gu, '').replace(/ /g, '-');
		let name = anchor;
		for (let again = 1; anchors.has(name); again++) name = `${anchor}-${again}`;
		anchors.add(name);
	}
	return anchors;
}

function leadsSomewhere(page: string, link: string): boolean {
	const [file = '', anchor] = decodeURI(link).split('#');
	const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
	if (!existsSync(path.join(CHECKOUT, target))) return false;
	return anchor === undefined || (target.endsWith('.md') && anchorsOf(target).has(anchor));
}

test.each(PAGES)('the links, anchors and pictures of %s lead somewhere', (page) => {
	expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

/** What a guide shows by way of example. */
const PRETENDED = /NAME|NewNode|newNode|new-node/;

test.each(PAGES)('%s names files and folders that are there', (page) => {
	const named = [...read(page).matchAll(/`((?:bench|credentials|docs|emulator|engine|examples|fuzz|nodes|scripts|test)\/[\w./-]+)`/g)].map(([, file]) => file!);
	const exists = (file: string): boolean => existsSync(path.join(CHECKOUT, file)) || existsSync(path.join(CHECKOUT, `${file}.ts`));
	expect(named.filter((file) => !PRETENDED.test(file) && !exists(file))).toEqual([]);
});

/** GitHub ends a table at the first empty line: rows behind it are shown as text with bars in it. */
test.each(PAGES)('the tables of %s are whole', (page) => {
	const lines = withoutCode(read(page)).split('\n');
	const isRow = (line: string | undefined): boolean => line?.startsWith('|') ?? false;
	const begins = lines.flatMap((line, i) => (isRow(line) && !isRow(lines[i - 1]) ? [i] : []));
	expect(begins.filter((i) => !/^\|[\s:|-]+\|$/.test(lines[i + 1] ?? '')).map((i) => lines[i])).toEqual([]);
});
