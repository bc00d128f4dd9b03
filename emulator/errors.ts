import { newTraceId } from './ids';
import type { JsonObject } from './json';

/** Title and HTTP status of a code. Source: D/support/error-codes (snapshot 2026-09-11). */
const CODES: Readonly<Record<number, readonly [status: number, title: string]>> = {
	0: [401, 'AuthException'],
	1: [400, 'API Unknown'],
	2: [503, 'API Service'],
	3: [500, 'API Method'],
	4: [400, 'API Too Many Calls'],
	10: [403, 'Permission Denied'],
	15: [400, 'This method must be called with an app access_token.'],
	33: [400, 'Parameter value is not valid'],
	100: [400, 'Invalid parameter'],
	101: [400, 'Error validating application. Invalid application ID.'],
	104: [401, 'An access token is required to request this resource.'],
	190: [401, 'Invalid OAuth access token - Cannot parse access token'],
	200: [403, 'You do not have the necessary permissions required to send messages on behalf of this WhatsApp Business Account'],
	368: [403, 'Temporarily blocked for policies violations'],
	2200: [400, 'Callback verification failed'],
	2500: [400, 'Unknown path components'],
	80007: [400, 'Rate limit issues'],
	130403: [400, 'You blocked this user'],
	130429: [400, 'Rate limit hit'],
	130472: [400, "User's number is part of an experiment"],
	130497: [403, 'Business account is restricted from messaging users in this country.'],
	131000: [500, 'Something went wrong'],
	131005: [403, 'Access denied'],
	131008: [400, 'Required parameter is missing'],
	131009: [400, 'Parameter value is not valid'],
	131016: [503, 'Service unavailable'],
	131021: [400, 'Recipient cannot be sender'],
	131026: [400, 'Message undeliverable'],
	131030: [400, 'Recipient phone number not in allowed list'],
	131031: [403, 'Business Account locked'],
	131037: [400, 'WhatsApp provided number needs display name approval before message can be sent.'],
	131042: [400, 'Business eligibility payment issue'],
	131045: [500, 'Incorrect certificate'],
	131047: [400, 'Re-engagement message'],
	131048: [400, 'Spam rate limit hit'],
	131049: [400, 'This message was not delivered to maintain healthy ecosystem engagement.'],
	131050: [400, 'User has stopped receipt of marketing messages from this business'],
	131051: [400, 'Unsupported message type'],
	131052: [400, 'Media download error'],
	131053: [400, 'Media upload error'],
	131056: [400, '(Business Account, Consumer Account) pair rate limit hit'],
	131057: [500, 'Account in maintenance mode'],
	131062: [400, 'Business-scoped user ID is not supported for this message'],
	131063: [400, 'Marketing messages are disabled on this endpoint'],
	131064: [400, 'Template classification violation limit reached'],
	132000: [400, 'Number of parameters does not match the expected number of params'],
	132001: [404, 'Template name does not exist in the translation'],
	132005: [400, 'Translated text too long'],
	132007: [400, 'Template format character policy violated'],
	132012: [400, 'Parameter format does not match format in the created template'],
	132015: [400, 'Template is paused'],
	132016: [400, 'Template is disabled'],
	132018: [400, "There's an issue with the parameters in your template"],
	132068: [400, 'Flow is blocked'],
	132069: [400, 'Flow is throttled'],
	133004: [503, 'Server temporarily unavailable'],
	133010: [400, 'Phone number not registered'],
	134011: [400, 'WhatsApp Business payments terms of service has not been accepted'],
	134100: [400, 'Only marketing messages supported'],
	134101: [400, 'Template is syncing'],
	134102: [500, 'Template is not available'],
	135000: [400, 'Generic user error'],
};

export interface GraphErrorDetails {
	/** Goes into `error_data.details`: the one part Meta asks developers to read. */
	details?: string;
	subcode?: number;
	/** Replaces the code's title in `message`. */
	title?: string;
	/** Replaces the code's HTTP status. */
	status?: number;
	type?: 'OAuthException' | 'GraphMethodException';
	/** Graph's older errors are written without `(#code)` in front. */
	bareMessage?: boolean;
}

/** A refusal in the shape Meta's Graph API gives it. */
export class GraphError extends Error {
	readonly status: number;
	readonly title: string;

	constructor(
		readonly code: number,
		private readonly more: GraphErrorDetails = {},
	) {
		const [status, title] = CODES[code] ?? [400, 'Unknown error'];
		const text = more.title ?? title;
		super(more.bareMessage ? text : `(#${code}) ${text}`);
		this.status = more.status ?? status;
		this.title = text;
	}

	/** The HTTP body. */
	toBody(): JsonObject {
		const { details, subcode, type } = this.more;
		return {
			error: {
				message: this.message,
				type: type ?? 'OAuthException',
				code: this.code,
				...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
				...(subcode === undefined ? {} : { error_subcode: subcode }),
				fbtrace_id: newTraceId(),
			},
		};
	}

	/** The same error as `statuses[].errors[]` carries it. Source: D/webhooks/reference/messages/status */
	toStatusError(): JsonObject {
		return {
			code: this.code,
			title: this.title,
			message: this.title,
			error_data: { details: this.more.details ?? this.title },
			href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
		};
	}
}

/** 100 with the sentence Graph uses for a field that must be there. */
export function missing(parameter: string): GraphError {
	return new GraphError(100, { title: `The parameter ${parameter} is required.` });
}

/** 100 with a sentence of Graph's about one field. */
export function invalid(sentence: string): GraphError {
	return new GraphError(100, { title: sentence });
}

/** 131009 with what is wrong about the value. */
export function badValue(details: string): GraphError {
	return new GraphError(131009, { details });
}

/** 100/33: Graph's answer to an id it does not know or the token may not see. */
export function unknownObject(method: string, id: string): GraphError {
	return new GraphError(100, {
		title:
			`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
			'permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
		subcode: 33,
		type: 'GraphMethodException',
		bareMessage: true,
	});
}
