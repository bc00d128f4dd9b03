/** All pictures, by the name of their file. */
import path from 'node:path';
import { draw } from './draw';
import { PICTURES } from './examples';
import { playExample, type Lane } from './lane';

export const FOLDER = path.join(__dirname, '..', '..', '..', 'docs', 'images', 'sequences');

export async function drawAll(): Promise<Map<string, string>> {
	const drawn = new Map<string, string>();
	for (const [name, examples] of Object.entries(PICTURES)) {
		const lanes: Lane[] = [];
		for (const example of examples) lanes.push(await playExample(example));
		drawn.set(`${name}.svg`, draw(lanes));
	}
	return drawn;
}
