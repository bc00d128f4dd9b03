import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	[field: string]: unknown;
}

/** What {@link installCommunityPackage} works with. */
export interface CommunityPackageOptions {
	/** A packed npm package (`npm pack`). */
	tarball: string;
	/** The user folder of an n8n that is not running: n8n reads packages at boot only. */
	userFolder: string;
	/** The n8n install; installed dependencies are kept inside it for the next instance. */
	install: string;
	/** npm runs under this Node. */
	node: string;
}

/**
 * Puts a packed community package where n8n loads it at boot, and installs its dependencies as n8n's own
 * installer does. An older copy is replaced.
 *
 * @returns The package's name.
 * @throws Error when the tarball is no npm package, or when npm cannot install the dependencies.
 */
export async function installCommunityPackage(options: CommunityPackageOptions): Promise<string> {
	const packages = path.join(options.userFolder, '.n8n', 'nodes', 'node_modules');
	await mkdir(packages, { recursive: true });
	const unpacked = await mkdtemp(path.join(packages, '.unpacking-'));
	try {
		await execute('tar', ['-xzf', options.tarball, '--strip-components=1', '-C', unpacked]);
		const manifest = await stripManifest(path.join(unpacked, 'package.json'));
		const dependencies = await installedDependencies(manifest.dependencies ?? {}, options);
		if (dependencies !== undefined) {
			await cp(dependencies, path.join(unpacked, 'node_modules'), { recursive: true, verbatimSymlinks: true });
		}
		const target = path.join(packages, manifest.name);
		await mkdir(path.dirname(target), { recursive: true });
		await rm(target, { recursive: true, force: true });
		await rename(unpacked, target);
		return manifest.name;
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

/** n8n leaves only `dependencies`: peers are its own modules, and nothing else is wanted at run time. */
async function stripManifest(file: string): Promise<Manifest> {
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
	delete manifest.devDependencies;
	delete manifest.peerDependencies;
	delete manifest.optionalDependencies;
	await writeFile(file, JSON.stringify(manifest, null, 2));
	return manifest;
}

/** A folder `node_modules` with these dependencies, from the cache when it is there; undefined when there are none. */
async function installedDependencies(
	dependencies: Record<string, string>,
	{ install, node }: CommunityPackageOptions,
): Promise<string | undefined> {
	if (Object.keys(dependencies).length === 0) return undefined;
	const cached = path.join(install, 'community-dependencies', keyOf(dependencies));
	const modules = path.join(cached, 'node_modules');
	if (await exists(path.join(cached, 'package.json'))) return modules;

	await mkdir(path.dirname(cached), { recursive: true });
	const temporary = await mkdtemp(`${cached}.tmp-`);
	try {
		const manifest = { name: 'community-dependencies', version: '1.0.0', private: true, dependencies };
		await writeFile(path.join(temporary, 'package.json'), JSON.stringify(manifest));
		await npmInstall(temporary, node);
		// Whoever renames first wins; the loser's copy is the same and goes away below.
		await rename(temporary, cached).catch(async (error: unknown) => {
			if (!(await exists(cached))) throw error;
		});
		return modules;
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

// The arguments n8n's installer passes.
const installArguments = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

async function npmInstall(folder: string, node: string): Promise<void> {
	const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
	try {
		await execute('npm', installArguments, { cwd: folder, env });
	} catch (error) {
		const output = error instanceof Error ? error.message : String(error);
		throw new Error(`npm could not install the dependencies of the packed nodes. Check the npm registry.\n${output}`);
	}
}

function keyOf(dependencies: Record<string, string>): string {
	const sorted = Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

async function exists(file: string): Promise<boolean> {
	return await readFile(file).then(
		() => true,
		(error: NodeJS.ErrnoException) => error.code === 'EISDIR',
	);
}
