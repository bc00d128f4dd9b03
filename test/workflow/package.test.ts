/** The package as it is published: what is in it, and that n8n can load it. */
import 'reflect-metadata';
import './n8n-home';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

const CHECKOUT = join(__dirname, '../..');
const MEGABYTE = 1024 * 1024;
const NODES = ['conversationDesk', 'deskTrigger', 'keywordMatch', 'reviewGate', 'sendTemplate', 'sequenceDashboard', 'sequenceEnrollment', 'sequenceTrigger', 'stopWhenGuard', 'tagManager', 'whatsAppMessageTrigger'];

interface Package {
	folder: string;
	files: string[];
	packedBytes: number;
	remove(): void;
}

/** The tarball that the demo and the end-to-end tests install, or what `npm pack` would make of a fresh build. */
function openPackage(): Package {
	const tarball = process.env.WHATSAPP_SEQUENCES_TARBALL;
	return tarball ? unpack(tarball) : build();
}

function unpack(tarball: string): Package {
	const root = mkdtempSync(join(tmpdir(), 'whatsapp-sequences-package-'));
	execFileSync('tar', ['-xzf', tarball, '-C', root]);
	const folder = join(root, 'package');
	return { folder, files: filesIn(folder), packedBytes: statSync(tarball).size, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function build(): Package {
	const root = mkdtempSync(join(tmpdir(), 'whatsapp-sequences-package-'));
	execFileSync(process.execPath, [join(CHECKOUT, 'node_modules/gulp/bin/gulp.js'), 'build'], { cwd: CHECKOUT, stdio: 'pipe' });
	const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', root], { cwd: CHECKOUT, encoding: 'utf8' });
	const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
	const unpacked = unpack(join(root, filename));
	return {
		...unpacked,
		remove: () => {
			unpacked.remove();
			rmSync(root, { recursive: true, force: true });
		},
	};
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

describe('The published package', () => {
	let pack: Package;

	beforeAll(() => {
		pack = openPackage();
	}, 120_000);
	afterAll(() => pack.remove());

	it('is smaller than 5 MB, packed and unpacked', () => {
		const bytes = pack.files.reduce((sum, file) => sum + statSync(join(pack.folder, file)).size, 0);
		expect(pack.packedBytes).toBeLessThan(5 * MEGABYTE);
		expect(bytes).toBeLessThan(5 * MEGABYTE);
	});

	it('holds the build, its descriptions and what a reader needs, and nothing else', () => {
		const outside = pack.files.filter((file) => !file.startsWith('dist/'));
		const readers = ['README.md', 'LICENSE', 'LICENSE.md', 'CHANGELOG.md'];
		expect(outside.filter((file) => file !== 'package.json' && !readers.includes(file))).toEqual([]);
		for (const file of readers) {
			if (existsSync(join(CHECKOUT, file)) && file !== 'CHANGELOG.md') expect(outside).toContain(file);
		}
		const roots = new Set(pack.files.filter((file) => file.startsWith('dist/')).map((file) => file.split('/')[1]));
		expect([...roots].sort()).toEqual(['credentials', 'engine', 'index.d.ts', 'index.js', 'nodes']);
	});

	it('brings no tests, sources, secrets or paths of the machine it was built on', () => {
		expect(pack.files.filter((file) => /(\.test\.|\.map$|(?<!\.d)\.ts$|\.env|\.tgz$|\.sqlite)/.test(file))).toEqual([]);
		const telling = pack.files.filter((file) => /\.(js|json|ts|md)$/.test(file) && readFileSync(join(pack.folder, file), 'utf8').includes(CHECKOUT));
		expect(telling).toEqual([]);
	});

	it('names every dependency that its code asks for, and no other', () => {
		const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(pack.folder, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
		const code = pack.files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(join(pack.folder, file), 'utf8'));
		const asked = code.flatMap((text) => [...text.matchAll(/require\("([^."][^"]*)"\)/g)].map(([, name]) => name!));
		const packages = new Set(asked.filter((name) => !name.startsWith('node:')).map((name) => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')));
		expect([...packages].sort()).toEqual([...Object.keys(dependencies!), ...Object.keys(peerDependencies!)].sort());
	});

	describe('as n8n loads it', () => {
		/** n8n finds a package's dependencies in the folder it was installed into; here they stand in the checkout. */
		async function load(): Promise<PackageDirectoryLoader> {
			const loader = new PackageDirectoryLoader(pack.folder);
			await loader.loadAll();
			return loader;
		}

		beforeAll(() => {
			const modules = join(pack.folder, 'node_modules');
			if (!existsSync(modules)) symlinkSync(join(CHECKOUT, 'node_modules'), modules);
		});

		it('has these nodes and this credential', async () => {
			const { known, types } = await load();
			expect(Object.keys(known.nodes).sort()).toEqual(NODES);
			expect(Object.keys(known.credentials)).toEqual(['whatsAppSequencesApi']);
			expect(types.credentials.map(({ displayName }) => displayName)).toEqual(['WhatsApp Sequences API']);
			expect([...known.credentials.whatsAppSequencesApi!.supportedNodes!].sort()).toEqual(NODES.filter((name) => name !== 'keywordMatch'));
		});

		it('shows every node with its icons, for light and dark, and with its codex', async () => {
			const { types } = await load();
			const prefix = `icons/${(JSON.parse(readFileSync(join(pack.folder, 'package.json'), 'utf8')) as { name: string }).name}/`;
			for (const { displayName, iconUrl, codex } of types.nodes) {
				expect(displayName).toMatch(/^WhatsApp /);
				const { light, dark } = iconUrl as { light: string; dark: string };
				expect(light).not.toBe(dark);
				for (const url of [light, dark]) expect(pack.files).toContain(url.slice(prefix.length));
				expect(codex?.categories).toContain('Communication');
			}
		});
	});

	it('lies where package.json says', () => {
		const { main, types, n8n } = JSON.parse(readFileSync(join(pack.folder, 'package.json'), 'utf8')) as {
			main: string;
			types: string;
			n8n: { nodes: string[]; credentials: string[] };
		};
		expect(pack.files).toEqual(expect.arrayContaining([main, types, ...n8n.nodes, ...n8n.credentials]));
		const shipped = pack.files.filter((file) => file.endsWith('.node.js')).sort();
		expect([...n8n.nodes].sort()).toEqual(shipped);
		expect(new Set(shipped.map((file) => dirname(dirname(file))))).toEqual(new Set(['dist/nodes']));
	});
});
