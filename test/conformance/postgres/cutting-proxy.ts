/** Stands between store and server, and cuts the connection at a chosen moment. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export class CuttingProxy {
	private cutAt: string | null = null;
	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly server: Server,
		readonly port: number,
	) {}

	static create(target: number): Promise<CuttingProxy> {
		return new Promise((created) => {
			const server = createServer();
			server.listen(0, '127.0.0.1', () => {
				const proxy = new CuttingProxy(server, (server.address() as AddressInfo).port);
				server.on('connection', (client) => proxy.join(client, connect(target, '127.0.0.1')));
				created(proxy);
			});
		});
	}

	/** The next time the store sends this text, the server gets it, and the store never its answer. */
	loseAnswerTo(text: string): void {
		this.cutAt = text;
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((closed) => this.server.close(closed));
	}

	private join(client: Socket, server: Socket): void {
		let deaf = false;
		for (const socket of [client, server]) {
			this.sockets.add(socket);
			socket.on('error', () => undefined);
		}
		client.on('data', (data) => {
			if (this.cutAt !== null && data.includes(this.cutAt)) {
				this.cutAt = null;
				deaf = true;
			}
			server.write(data);
		});
		server.on('data', (data) => {
			// The server has answered, so what it was told to do is done.
			if (deaf) client.destroy();
			else client.write(data);
		});
		client.on('close', () => server.destroy());
		server.on('close', () => client.destroy());
	}
}
