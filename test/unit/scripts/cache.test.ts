import { callModule } from './call-module';

const cacheKey = (...parts: string[]) => callModule<string>('cache.mjs', 'cacheKey', ...parts);

describe('cacheKey', () => {
	it('is the same for the same inputs', () => {
		expect(cacheKey('lock', 'node 24')).toBe(cacheKey('lock', 'node 24'));
		expect(cacheKey('lock', 'node 24')).toMatch(/^[0-9a-f]{16}$/);
	});

	it('changes with any input, and with where one input ends and the next begins', () => {
		const keys = [cacheKey('lock', 'node 24'), cacheKey('lock2', 'node 24'), cacheKey('lock', 'node 26'), cacheKey('lockn', 'ode 24')];
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe('cacheFolder', () => {
	const cacheFolder = (env: Record<string, string>) => callModule<string>('cache.mjs', 'cacheFolder', env);

	it('is below XDG_CACHE_HOME when that is set', () => {
		expect(cacheFolder({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/n8n-nodes-whatsapp-sequences');
	});

	it('is below ~/.cache otherwise, an empty setting included', () => {
		expect(cacheFolder({})).toMatch(/\/\.cache\/n8n-nodes-whatsapp-sequences$/);
		expect(cacheFolder({ XDG_CACHE_HOME: '' })).toBe(cacheFolder({}));
	});
});
