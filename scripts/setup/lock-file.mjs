/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} LockFile */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * Adds the optional packages that a lock file mentions but does not hold. `npm install` leaves out builds for other
 * platforms when the registry in use lacks them; `npm ci` then refuses the whole lock file, everywhere. The added
 * entries name their platform, so npm fetches them only there.
 *
 * @param {LockFile} lock Changed in place; the order of its packages becomes npm's own.
 * @returns {string[]} The folders that were added.
 * @throws {Error} When a missing package cannot be locked: no exact version, or a name that tells no platform.
 */
export function completeLock(lock) {
	const added = [];
	for (const [folder, parent] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
			if (isLocked(lock, folder, name)) continue;
			const place = `node_modules/${name}`;
			const { cpu, libc, os } = platformOf(name);
			const dev = parent.dev ? { dev: true } : {};
			// In npm's order, or its next install would shuffle the file.
			lock.packages[place] = { version: exact(name, version), cpu, ...dev, ...(libc ? { libc } : {}), optional: true, os };
			added.push(place);
		}
	}
	lock.packages = Object.fromEntries(
		Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
	);
	return added;
}

/**
 * Whether `name`, required from `folder`, is found where Node would look for it.
 *
 * @param {LockFile} lock
 * @param {string} folder
 * @param {string} name
 */
function isLocked(lock, folder, name) {
	for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1))) {
		if (`${from}${from && '/'}node_modules/${name}` in lock.packages) return true;
		if (from === '') return false;
	}
}

/**
 * @param {string} name
 * @param {string} version
 */
function exact(name, version) {
	if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return version;
	throw new Error(`${name} is missing and asked for as "${version}", which is no exact version. Lock it by hand.`);
}

/**
 * What such packages have in their names: `resolver-binding-linux-arm-musleabihf`, `msgpackr-extract-darwin-x64`.
 *
 * @param {string} name
 * @returns {Pick<LockedPackage, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
	const words = name.split(/[-/]/);
	const os = words.find((word) => systems.includes(word));
	const cpu = words.find((word) => processors.includes(word));
	if (os === undefined || cpu === undefined) {
		throw new Error(`${name} is missing and its name does not tell its platform. Lock it by hand.`);
	}
	return { os: [os], cpu: [cpu], libc: libcOf(words) };
}

/** @param {string[]} words */
function libcOf(words) {
	if (words.some((word) => word.startsWith('musl'))) return ['musl'];
	return words.some((word) => word.startsWith('gnu')) ? ['glibc'] : undefined;
}
