/**
 * Headers of every page. n8n serves it from its own origin, so it must be harmless there: no script runs, nothing is loaded,
 * nobody frames it, and the sandbox gives it an origin of its own.
 */
import { STYLE_HASH } from './style';

const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	`style-src '${STYLE_HASH}'`,
	"form-action 'self'",
	"frame-ancestors 'none'",
	"base-uri 'none'",
	'sandbox allow-forms',
].join('; ');

export function pageHeaders(): Record<string, string> {
	return {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': CONTENT_SECURITY_POLICY,
		'X-Content-Type-Options': 'nosniff',
		'X-Frame-Options': 'DENY',
		'Referrer-Policy': 'no-referrer',
		'Cache-Control': 'no-store',
		'Cross-Origin-Opener-Policy': 'same-origin',
		'Cross-Origin-Resource-Policy': 'same-origin',
		'X-Robots-Tag': 'noindex, nofollow',
	};
}
