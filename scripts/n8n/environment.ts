import { existsSync } from 'node:fs';
import path from 'node:path';
import { loopback } from './ports';

/** What a test, the demo or a bench needs to start an n8n; `npm test` and `npm start` hand it over in the environment. */
export interface N8nSetUp {
	/** The folder that holds `node_modules/n8n`. */
	install: string;
	/** The Node binary that n8n runs under. */
	node: string;
	/** This package, built and packed. */
	tarball: string;
}

/**
 * Reads N8N_INSTALL, NODE24 and WHATSAPP_SEQUENCES_TARBALL.
 *
 * @throws Error naming what is missing and the command that provides it.
 */
export function setUpFromEnvironment(env: NodeJS.ProcessEnv = process.env): N8nSetUp {
	return {
		install: existing(env, 'N8N_INSTALL'),
		node: existing(env, 'NODE24'),
		tarball: existing(env, 'WHATSAPP_SEQUENCES_TARBALL'),
	};
}

function existing(env: NodeJS.ProcessEnv, name: string): string {
	const value = env[name];
	if (!value || !existsSync(value)) {
		throw new Error(
			`${name} ${value ? `names ${value}, which does not exist` : 'is not set'}. ` +
				'Start this through `npm run test:e2e` or `npm start`, which prepare n8n and hand it over.',
		);
	}
	return value;
}

// What a program needs from the machine. Everything else stays out: settings of n8n, npm or jest that happen to
// be in the developer's shell would change what is tested.
const fromTheMachine = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT'];

/** Any 32 characters do; a fixed key lets a copied user folder be opened by another instance. */
const encryptionKey = 'a-key-for-tests-and-the-demo-only';

/** What {@link quietEnvironment} is made of. */
export interface EnvironmentOptions {
	userFolder: string;
	/** The Node binary; n8n starts a second one by the name `node` for Code nodes, which must be the same. */
	node: string;
	ports: N8nPorts;
	/** Added last, so it wins. */
	more?: Record<string, string>;
}

/** The ports an instance listens on. */
export interface N8nPorts {
	/** Editor, REST, webhooks. */
	main: number;
	/** n8n's own broker for Code nodes; its default is one fixed port, which a second instance would find taken. */
	taskBroker: number;
}

/**
 * The environment of an n8n that listens on loopback only, calls nobody on its own, and otherwise runs with
 * the settings a self-hoster gets.
 */
export function quietEnvironment({ userFolder, node, ports, more = {} }: EnvironmentOptions): NodeJS.ProcessEnv {
	const machine = fromTheMachine.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(machine),
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		HOME: userFolder,
		NO_COLOR: '1',
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_HOST: loopback,
		N8N_LISTEN_ADDRESS: loopback,
		N8N_PORT: String(ports.main),
		// A worker serves nothing but this.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(ports.main),
		N8N_WORKER_SERVER_ADDRESS: loopback,
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: loopback,
		N8N_RUNNERS_BROKER_PORT: String(ports.taskBroker),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		...more,
	};
}
