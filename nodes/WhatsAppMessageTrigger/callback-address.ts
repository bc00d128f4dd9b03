/** What can be told from a webhook address alone: whose it is, and whether Meta can call it. */

/** Whose callback is registered at Meta, seen from this node. */
export type Owner =
	/** Nothing is registered. */
	| 'nobody'
	/** Exactly the address that is to be registered. */
	| 'this'
	/** The production address of this node, while its test address is to be registered. */
	| 'own_production'
	/** A test address of this node that was left behind. */
	| 'own_test'
	| 'other';

/** The addresses of this node. */
export interface OwnAddresses {
	/** The one that is to be registered. */
	address: string;
	/** Whether that is the one for "Listen for test event". */
	isTest: boolean;
	/** Where the dedicated listener is reached; empty without one. Nothing in it tells whose it is. */
	listener: string;
	/** n8n's own address for this node, of the same kind as `address`. */
	n8n: string;
}

/** @param registered the address that Meta has; empty for none */
export function ownerOf(registered: string, { address, isTest, listener, n8n }: OwnAddresses): Owner {
	if (registered === '') return 'nobody';
	if (registered === address) return 'this';
	if (registered === listener) return 'own_production';
	if (nodeAddress(registered) === null || nodeAddress(registered) !== nodeAddress(n8n)) return 'other';
	// With a listener, n8n's own production address is what this node had before it got one: as good as left behind.
	return isTest ? 'own_production' : 'own_test';
}

/**
 * n8n's test and production addresses of a node differ in the path's first part only (webhook-test, webhook;
 * both names can be changed). The rest begins with a random id of the node. A copy of the workflow on another
 * n8n has the same id, so the host has to be the same, too.
 */
function nodeAddress(address: string): string | null {
	const url = toUrl(address);
	if (url === null) return null;
	return `${url.origin}/${url.pathname.split('/').filter(Boolean).slice(-2).join('/')}${url.search}`;
}

/**
 * Why Meta cannot call this address, as a sentence, or null. Meta needs https with a public certificate
 * (Meta: webhooks/create-webhook-endpoint); a stand-in for Meta without https, on one's own machine, does not.
 */
export function unreachableForMeta(callback: string, graphBaseUrl: string): string | null {
	const url = toUrl(callback);
	if (url === null) return `n8n's own address "${callback}" is not a web address.`;
	if (toUrl(graphBaseUrl)?.protocol === 'http:') return null;
	if (isPrivate(url.hostname)) return `Meta cannot reach n8n at ${url.origin}, which is an address inside your own network.`;
	if (url.protocol !== 'https:') return `Meta calls https:// addresses only, and n8n's is ${url.origin}.`;
	return null;
}

function isPrivate(host: string): boolean {
	const name = host.replace(/^\[|\]$/g, '').toLowerCase();
	if (name === 'localhost' || /\.(localhost|local|internal|lan|home\.arpa)$/.test(name)) return true;
	// A name without a dot is known inside a network only (a Docker service, for example).
	if (!name.includes('.') && !name.includes(':')) return true;
	if (/^(127|10|0)\.\d|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(name)) return true;
	return name === '::1' || /^f[cd][0-9a-f]{2}:|^fe80:/.test(name);
}

function toUrl(address: string): URL | null {
	try {
		return new URL(address);
	} catch {
		return null;
	}
}
