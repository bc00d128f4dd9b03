import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder for everything that is fetched once and shared by all checkouts: Node 24, n8n, packed tarballs.
 * It is outside the checkout, so `git clean` and linters never see it.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} An absolute path. The folder may not exist yet.
 */
export function cacheFolder(env = process.env) {
	const base = env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	return path.resolve(base, 'n8n-nodes-whatsapp-sequences');
}

/**
 * A short name for a combination of inputs: the same inputs give the same name, any change gives another.
 *
 * @param {...(string | Buffer)} parts In a fixed order; moving bytes from one part to the next changes the key.
 * @returns {string} 16 hexadecimal characters.
 */
export function cacheKey(...parts) {
	const hash = createHash('sha256');
	for (const part of parts) {
		const bytes = Buffer.from(part);
		// The length keeps ('ab', 'c') and ('a', 'bc') apart.
		hash.update(`${bytes.length}:`).update(bytes);
	}
	return hash.digest('hex').slice(0, 16);
}
