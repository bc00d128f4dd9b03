import type { AddressInfo } from 'node:net';
import type { EmulatorAccount } from './account';
import { createEmulatorServer } from './http/server';
import { DEFAULT_OPTIONS, type EmulatorOptions } from './options';
import { createWorld, resetWorld } from './world';

export { DEMO_ACCOUNT, type EmulatorAccount } from './account';
export { DEFAULT_OPTIONS, type EmulatorOptions } from './options';
export { DEFAULT_TEMPLATES } from './templates/defaults';
export type { Template } from './templates/types';

export interface Emulator {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	port: number;
	account: EmulatorAccount;
	/** Stops listening and posting; what still waits is given up. */
	close(): Promise<void>;
}

/** Starts a stand-in for Meta's Cloud API on loopback. */
export async function startEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
	const complete: EmulatorOptions = { ...DEFAULT_OPTIONS, ...options };
	const world = createWorld(complete);
	const server = createEmulatorServer(world);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(complete.port, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	world.baseUrl = `http://127.0.0.1:${port}`;
	return {
		url: world.baseUrl,
		port,
		account: complete.account,
		close: async () => {
			resetWorld(world, true);
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			// The phone page keeps its event stream open: it would hold the server up.
			server.closeAllConnections();
			await closed;
			world.transport.close();
		},
	};
}
