/** Passwords of locked sequences: kept as salted scrypt hashes, and compared in constant time. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 32 MB and some 80 ms of a core for each try; written into the hash, so that it can be raised later. */
const COST = 2 ** 15;
const BLOCK = 8;
const BYTES = 32;

export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(password, salt, COST);
	return ['scrypt', COST, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
	const [, cost, salt, key] = hash.split('$');
	const expected = Buffer.from(key!, 'base64url');
	return timingSafeEqual(expected, await derive(password, Buffer.from(salt!, 'base64url'), Number(cost)));
}

/** The same word typed on another keyboard may come in another Unicode form. */
function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
	const options: ScryptOptions = { N: cost, r: BLOCK, p: 1, maxmem: 256 * cost * BLOCK };
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFKC'), salt, BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
	});
}
