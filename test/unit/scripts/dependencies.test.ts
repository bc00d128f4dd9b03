import { callModule } from './call-module';

const lock = (packages: Record<string, object>) => ({ packages: { '': {}, ...packages } });
const isInstalled = (wanted: object, installed: object) =>
	callModule<boolean>('dependencies.mjs', 'isInstalled', wanted, installed);

describe('isInstalled', () => {
	const wanted = lock({
		'node_modules/a': { version: '1.0.0', integrity: 'x' },
		'node_modules/only-on-mac': { version: '2.0.0', optional: true },
	});

	it('accepts the same packages, optional ones missing', () => {
		expect(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'x' } } })).toBe(true);
	});

	it.each([
		['a package is missing', {}],
		['a package has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }],
		['a package has other contents', { 'node_modules/a': { version: '1.0.0', integrity: 'y' } }],
		['there is one that is not asked for', { 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': {} }],
	])('refuses when %s', (_case, packages) => {
		expect(isInstalled(wanted, { packages })).toBe(false);
	});
});
