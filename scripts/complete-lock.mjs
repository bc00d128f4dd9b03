import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { completeLock } from './setup/lock-file.mjs';

// `node scripts/complete-lock.mjs [FILE...]`, after every `npm install` that changes a dependency: makes the lock files
// (by default those of this checkout) whole, so that `npm ci` accepts them on every platform.
const named = process.argv.slice(2);
for (const file of named.length > 0 ? named : ['package-lock.json', 'scripts/n8n/package-lock.json', 'scripts/n8n/oldest/package-lock.json']) {
	const place = path.join(checkout, file);
	const lock = JSON.parse(await readFile(place, 'utf8'));
	const added = completeLock(lock);
	if (added.length > 0) await writeFile(place, `${JSON.stringify(lock, null, 2)}\n`);
	process.stdout.write(`${file}: ${added.length} added${added.map((one) => `\n  ${one}`).join('')}\n`);
}
