import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REASONS } from '../../../engine/sequence/reason';

test('docs/reason-codes.md explains every reason code', () => {
	const page = readFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'reason-codes.md'), 'utf8');
	const missing = Object.keys(REASONS).filter((code) => !page.includes(`\`${code}\``));
	expect(missing).toEqual([]);
});
