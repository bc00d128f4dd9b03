/**
 * The other queues are installed for the benches alone (bench/package.json), so nothing but this knows them: their
 * types are not there when the project is checked.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export async function rival<Api>(name: string): Promise<Api> {
	return (await import(name)) as Api;
}

export function rivalVersion(name: string): string {
	const file = path.join(__dirname, '..', 'node_modules', name, 'package.json');
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
