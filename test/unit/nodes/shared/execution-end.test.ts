import type { ExecutionStatus, IRun } from 'n8n-workflow';
import { endOf, WAKING_MS } from '../../../../nodes/shared/execution-end';

const NOW = Date.UTC(2026, 5, 1, 8);

function runOf(status: ExecutionStatus, more: Partial<IRun> = {}, error?: Error): IRun {
	return { status, data: { resultData: { runData: {}, error } }, ...more } as unknown as IRun;
}

describe('The end of an execution', () => {
	it('is a success only when n8n says so', () => {
		expect(endOf(runOf('success'), NOW)).toEqual({ kind: 'success' });
	});

	it('is an error with its message, or with the status in place of one', () => {
		expect(endOf(runOf('error', {}, new Error('The node broke')), NOW)).toEqual({ kind: 'error', error: 'The node broke' });
		expect(endOf(runOf('canceled'), NOW)).toEqual({ kind: 'error', error: 'The execution ended as "canceled".' });
	});

	it('is a wait with time left for sending after it', () => {
		expect(endOf(runOf('waiting', { waitTill: new Date(NOW + 5) }), NOW)).toEqual({ kind: 'waiting', until: NOW + 5 + WAKING_MS });
		expect(endOf(runOf('waiting', { waitTill: null }), NOW)).toEqual({ kind: 'waiting', until: NOW + WAKING_MS });
	});

	it('is not known when n8n has nothing to tell', () => {
		expect(endOf(undefined, NOW)).toBeNull();
	});
});
