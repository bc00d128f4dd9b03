import { createServer } from 'node:net';
import { freePort, loopback } from '../n8n/ports';

/** The wanted port, or any free one when somebody else listens on it. */
export async function preferredPort(wanted: number): Promise<number> {
	return (await isFree(wanted)) ? wanted : await freePort();
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, loopback, () => server.close(() => resolve(true)));
	});
}
