import communityNodes from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

// Rules that n8n's own `n8n-node lint` leaves out of the older plugin: the newer plugin covers them or
// they contradict today's n8n (typed connection names, lower-case documentation slugs).
const replacedByCommunityNodes = {
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

const asRules = (config) => config.rules;

/** engine/ holds what would exist without n8n, and its folders import one way only. */
const mayNotImport = (files, patterns) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const noN8n = { group: ['n8n-*', '**/nodes/**', '**/credentials/**', '**/emulator/**'], message: 'engine/ must not know n8n.' };
const noPreview = { group: ['**/preview/**'], message: 'engine/preview plays the whole engine: nothing in it may need a preview.' };
const noPages = { group: ['**/pages/**'], message: 'engine/pages shows what the rest of the engine knows: nothing in it may need a page.' };
const noStore = { group: ['**/store/**', '**/pages/**'], message: 'This folder is pure: the store imports it, never the other way.' };

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', '**/node_modules/**', 'test-results/**', '.cache/**'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['{nodes,credentials,engine}/**/*.ts', 'index.ts', 'package.json'],
		extends: [communityNodes.configs.recommendedWithoutN8nCloudSupport],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			// Self-hosted first: n8n installs `dependencies` of a community node, and we would rather ship
			// libphonenumber-js and luxon than rewrite them. Only the verified programme forbids it.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...asRules(n8nNodesBase.configs.nodes), ...replacedByCommunityNodes },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...asRules(n8nNodesBase.configs.credentials), ...replacedByCommunityNodes },
	},
	mayNotImport(['engine/**/*.ts'], [noN8n]),
	mayNotImport(['engine/{store,dispatch,transfer,listener,text}/**/*.ts'], [noN8n, noPreview, noPages]),
	mayNotImport(['engine/{preview,preflight,insight}/**/*.ts'], [noN8n, noPages]),
	mayNotImport(['engine/{sequence,contact,whatsapp,desk}/**/*.ts'], [noN8n, noStore, noPreview]),
);
