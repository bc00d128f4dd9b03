/**
 * An npm registry on loopback that stands in for the public one, for an n8n that installs community packages itself.
 * n8n reaches another registry than the public one only with a licence, so this one is put in the way as a company's
 * proxy is: n8n's npm asks it by HTTPS_PROXY, and it answers for every host. It knows the packages it was given, and
 * of their dependencies what this checkout has installed.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const CHECKOUT = path.resolve(__dirname, '..', '..');
const CERTIFICATES = path.join(CHECKOUT, 'test', 'fixtures', 'tls');

interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
}

interface Packed {
	manifest: Manifest;
	tarball: Buffer;
}

export interface NpmRegistry {
	/** What n8n and its npm need in their environment to ask this registry. */
	env: Record<string, string>;
	/** Paths that were asked for, in order. */
	asked: string[];
	close(): Promise<void>;
}

/** @param tarballs packed packages, in any versions; the last one is the latest */
export async function startNpmRegistry(tarballs: string[]): Promise<NpmRegistry> {
	const folder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-registry-'));
	const own = await Promise.all(tarballs.map(readPacked));
	const dependencies = await packInstalled(closureOf(own.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {}))), folder);
	const packages = new Map<string, Packed[]>();
	for (const one of [...own, ...dependencies]) packages.set(one.manifest.name, [...(packages.get(one.manifest.name) ?? []), one]);

	const asked: string[] = [];
	const [key, cert] = await Promise.all(['server.key', 'server.pem'].map((name) => readFile(path.join(CERTIFICATES, name))));
	const registry = createHttpsServer({ key, cert }, (request, response) => {
		asked.push(decodeURIComponent(request.url ?? ''));
		answer(packages, request, response);
	});
	const proxy = createHttpServer((_, response) => void response.writeHead(502).end());
	const sockets = new Set<Socket>();
	proxy.on('connect', (_request, socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		registry.emit('connection', socket);
	});
	await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
	const { port } = proxy.address() as AddressInfo;
	return {
		asked,
		env: {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NO_PROXY: '127.0.0.1,localhost',
			// Its certificate is for nobody's host.
			npm_config_strict_ssl: 'false',
			npm_config_fetch_retries: '0',
		},
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => proxy.close(resolve));
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** The same package under another version number. */
export async function repacked(tarball: string, version: string, folder: string): Promise<string> {
	const script = "const fs = require('fs'), p = JSON.parse(fs.readFileSync('package/package.json')); p.version = process.argv[1]; fs.writeFileSync('package/package.json', JSON.stringify(p))";
	await execute('tar', ['-xzf', tarball, '-C', folder]);
	await execute(process.execPath, ['-e', script, version], { cwd: folder });
	const file = path.join(folder, `${version}.tgz`);
	await execute('tar', ['-czf', file, '-C', folder, 'package']);
	return file;
}

async function readPacked(tarball: string): Promise<Packed> {
	const { stdout } = await execute('tar', ['-xzOf', tarball, 'package/package.json']);
	return { manifest: JSON.parse(stdout) as Manifest, tarball: await readFile(tarball) };
}

const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(path.join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;

/** Packages with all that they depend on, each once. */
function closureOf(names: string[]): string[] {
	const all = new Set<string>();
	const add = (name: string): void => {
		if (all.has(name) || !existsSync(path.join(CHECKOUT, 'node_modules', name))) return;
		all.add(name);
		Object.keys(manifestOf(name).dependencies ?? {}).forEach(add);
	};
	names.forEach(add);
	return [...all];
}

async function packInstalled(names: string[], folder: string): Promise<Packed[]> {
	const places = names.map((name) => path.join(CHECKOUT, 'node_modules', name));
	const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...places], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
	const packed = JSON.parse(stdout) as Array<{ filename: string }>;
	return await Promise.all(packed.map(({ filename }) => readPacked(path.join(folder, filename.replace(/^@/, '').replace('/', '-')))));
}

/** `/name`, `/name/version` or `/name/-/version.tgz`, as npm asks for them. */
function answer(packages: ReadonlyMap<string, Packed[]>, request: IncomingMessage, response: ServerResponse): void {
	const [, name = '', rest] = /^\/((?:@[^/]+\/)?[^/?]+)\/?([^?]*)/.exec(decodeURIComponent(request.url ?? '')) ?? [];
	const versions = packages.get(name);
	const origin = `https://${request.headers.host}`;
	const latest = versions?.at(-1);
	if (!versions || !latest) return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
	if (rest?.endsWith('.tgz')) {
		const found = versions.find(({ manifest }) => rest === `-/${manifest.version}.tgz`);
		return void response.writeHead(found ? 200 : 404).end(found?.tarball);
	}
	const all = Object.fromEntries(versions.map((one) => [one.manifest.version, described(one, origin)]));
	const wanted = rest ? all[rest === 'latest' ? latest.manifest.version : rest] : { name, 'dist-tags': { latest: latest.manifest.version }, versions: all };
	response.writeHead(wanted ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(wanted ?? { error: 'Not found' }));
}

function described({ manifest, tarball }: Packed, origin: string): object {
	const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
	const shasum = createHash('sha1').update(tarball).digest('hex');
	return { ...manifest, dist: { integrity, shasum, tarball: `${origin}/${manifest.name}/-/${manifest.version}.tgz` } };
}
