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

module.exports = {
	projects: [
		kind('unit'),
		// Set by `npm test`, which says so loudly where there is no server, and fails in CI.
		kind('conformance', { testPathIgnorePatterns: process.env.POSTGRES_URL ? [] : ['postgres'] }),
		kind('workflow'),
		kind('e2e', { testPathIgnorePatterns: process.env.POSTGRES_URL && process.env.REDIS_URL ? [] : ['queue-mode'] }),
	],
};
