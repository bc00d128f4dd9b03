/** @type {import('jest').Config} */
const shared = {
	testEnvironment: 'node',
	// isolatedModules in tsconfig.json: ts-jest transpiles only; `npm run typecheck` checks the types once.
	transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
	moduleFileExtensions: ['ts', 'js', 'json'],
};

const kind = (name, more = {}) => ({
	...shared,
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	...more,
});

// The workflow tests once more, on the engine of the oldest n8n that the package works with.
const oldest = process.env.OLDEST_N8N;
const onOldestN8n = (modules) => ({
	...kind('workflow', { displayName: 'oldest' }),
	moduleNameMapper: { '^(n8n-core|n8n-workflow)$': `${modules}/$1` },
});

module.exports = {
	projects: [
		kind('unit'),
		// Set by `npm test`, which says so loudly where there is no server, and fails in CI.
		kind('conformance', { testPathIgnorePatterns: process.env.POSTGRES_URL ? [] : ['postgres'] }),
		kind('workflow'),
		...(oldest ? [onOldestN8n(oldest)] : []),
		kind('e2e', { testPathIgnorePatterns: process.env.POSTGRES_URL && process.env.REDIS_URL ? [] : ['queue-mode'] }),
	],
};
