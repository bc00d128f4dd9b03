/** Draws the pictures of docs/sequences.md anew, from what the preview gives. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawAll, FOLDER } from './all';

async function main(): Promise<void> {
	const pictures = await drawAll();
	mkdirSync(FOLDER, { recursive: true });
	for (const file of readdirSync(FOLDER)) if (!pictures.has(file)) rmSync(path.join(FOLDER, file));
	for (const [file, svg] of pictures) writeFileSync(path.join(FOLDER, file), svg);
	process.stdout.write(`${pictures.size} pictures in ${path.relative(process.cwd(), FOLDER)}\n`);
}

void main();
