import { callModule } from './call-module';

const platformOf = (name: string) => callModule<object>('lock-file.mjs', 'platformOf', name);
const completeLock = (packages: object) => callModule<string[]>('lock-file.mjs', 'completeLock', { packages });

describe('completeLock', () => {
	it('adds the optional packages that are mentioned but missing', () => {
		const added = completeLock({
			'node_modules/a': { optionalDependencies: { 'a-linux-x64-gnu': '1.0.0', 'a-darwin-arm64': '1.0.0' } },
			'node_modules/a-linux-x64-gnu': { version: '1.0.0' },
		});
		expect(added).toEqual(['node_modules/a-darwin-arm64']);
	});

	it('finds a package where Node would: beside the one that asks, or further out', () => {
		const added = completeLock({
			'node_modules/a/node_modules/b': { optionalDependencies: { 'c-linux-x64': '1.0.0', 'd-linux-x64': '1.0.0' } },
			'node_modules/a/node_modules/c-linux-x64': { version: '1.0.0' },
			'node_modules/d-linux-x64': { version: '1.0.0' },
		});
		expect(added).toEqual([]);
	});

	it('refuses to guess a version', () => {
		expect(() => completeLock({ 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '^1.0.0' } } })).toThrow('no exact version');
	});
});

describe('platformOf', () => {
	it.each([
		['@unrs/resolver-binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
		['@unrs/resolver-binding-linux-s390x-gnu', { os: ['linux'], cpu: ['s390x'], libc: ['glibc'] }],
		['@msgpackr-extract/msgpackr-extract-darwin-x64', { os: ['darwin'], cpu: ['x64'] }],
	])('reads %s', (name, platform) => {
		expect(platformOf(name)).toEqual(platform);
	});

	it('refuses a name that tells no platform', () => {
		expect(() => platformOf('left-pad')).toThrow('does not tell its platform');
	});
});
