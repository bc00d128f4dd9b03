/** The door to Meta's Graph API, as the engine sees it. The nodes open it with n8n's HTTP helper. */
import type { UploadFile } from './multipart';

export interface GraphRequest {
	method: 'GET' | 'POST' | 'DELETE';
	/** Path below the version, e.g. "106540352242922/messages". */
	path: string;
	query?: Record<string, string | number>;
	body?: Record<string, unknown>;
	/** A file to upload, in place of a body: it goes as multipart/form-data. */
	file?: UploadFile;
	/** Whose token: the credential's access token (default), or the app's (app id|app secret). */
	as?: 'account' | 'app';
}

/**
 * How a call ended. Meta's refusals are answers, not exceptions: only `error.code` counts, since HTTP
 * statuses of the same code differ (Meta: support/error-codes).
 */
export type GraphAnswer =
	| { kind: 'ok'; body: Record<string, unknown> }
	| { kind: 'refused'; status: number; error: GraphError }
	/** No connection was made: the request certainly did not arrive. */
	| { kind: 'unreachable'; detail: string }
	/** The connection broke or timed out after the request left: it may have been carried out. */
	| { kind: 'lost'; detail: string };

export interface GraphError {
	code: number;
	message: string;
	details: string;
	transient: boolean;
	traceId: string;
}

export interface GraphTransport {
	call(request: GraphRequest): Promise<GraphAnswer>;
}
