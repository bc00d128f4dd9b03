import { createServer } from 'node:net';

/** The only address anything here listens on. */
export const loopback = '127.0.0.1';

/**
 * A TCP port on loopback that was free a moment ago. Nothing reserves it: whoever listens on it must be ready
 * to find it taken and ask again.
 */
export async function freePort(): Promise<number> {
	const [port] = await freePorts(1);
	return port;
}

/** Several different free ports, see {@link freePort}. */
export async function freePorts(count: 1): Promise<[number]>;
export async function freePorts(count: 2): Promise<[number, number]>;
export async function freePorts(count: number): Promise<number[]>;
export async function freePorts(count: number): Promise<number[]> {
	// All are held until all are known, or the system would hand out the same one twice.
	const held = await Promise.all(Array.from({ length: count }, hold));
	await Promise.all(held.map((one) => one.release()));
	return held.map((one) => one.port);
}

function hold(): Promise<{ port: number; release: () => Promise<void> }> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, loopback, () => {
			const address = server.address();
			if (address === null || typeof address === 'string') {
				reject(new Error('The system gave a listening server no port. Try again.'));
				return;
			}
			const release = () => new Promise<void>((released) => void server.close(() => released()));
			resolve({ port: address.port, release });
		});
	});
}
