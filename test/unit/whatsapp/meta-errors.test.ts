import { REASONS } from '../../../engine/sequence/reason';
import type { Disposition } from '../../../engine/whatsapp/disposition';
import { META_ERRORS } from '../../../engine/whatsapp/meta-error-table';
import { NO_GRAPH_CODE, adviceOf, dispositionOf, findMetaError, reasonOf } from '../../../engine/whatsapp/meta-errors';

// Section 4.3 of the reference, row by row, as a sender must read it.
const TABLE: Array<[Disposition, string, number[]]> = [
	['account', 'credential_refused', [0, 104, 190, 200, 3, 10, 201, 250, 299, 131005, 33]],
	['account', 'rejected', [368, 131031, 131042, 131064, 131037, 131045, 133000, 133005, 133010, 133016, 134011]],
	['account', 'rate_limited', [131048]],
	['retry', 'meta_unavailable', [1, 2, 131000, 131016, 131057, 133004, 134101]],
	['retry', 'rate_limited', [4, 80007, 130429, 131056, 132069]],
	['retry_next_day', 'held_back_by_meta', [131049]],
	['opt_out', 'opted_out', [131050]],
	['undeliverable', 'undeliverable', [131026, 130403, 130472, 130497]],
	['window_closed', 'window_closed', [131047]],
	['message', 'invalid_message', [100, 131008, 131009, 135000, 131051, 131052, 131053, 132000, 132012, 132018, 132005, 132007, 132068]],
	['pause_sequence', 'template_missing', [132001, 132015, 132016]],
	['message', 'rejected', [131021, 131030, 131062, 131063, 131055, 134100, 134102, 2388012, 2388299, 2494100, 2593107]],
];

const cases = TABLE.flatMap(([disposition, reason, codes]) => codes.map((code) => ({ code, disposition, reason })));

describe('the table of Meta errors', () => {
	it.each(cases)('$code is $disposition ($reason)', ({ code, disposition, reason }) => {
		expect(dispositionOf({ code })).toBe(disposition);
		expect(reasonOf({ code })).toBe(reason);
		expect(adviceOf({ code })).toMatch(/^[A-Z].*[.]$/);
	});

	it('lists no single code twice, and knows every reason', () => {
		const single = META_ERRORS.flatMap(({ codes }) => codes.filter((code) => typeof code === 'number'));
		expect(new Set(single).size).toBe(single.length);
		for (const { reason } of META_ERRORS) expect(REASONS).toHaveProperty(reason);
	});

	it('decides unknown codes by what Meta says of them, then by the HTTP status', () => {
		expect(findMetaError(999_999)).toBeUndefined();
		expect(dispositionOf({ code: 999_999, transient: true }, 400)).toBe('retry');
		expect(dispositionOf({ code: 999_999 }, 500)).toBe('retry');
		expect(dispositionOf({ code: 999_999 }, 429)).toBe('retry');
		expect(reasonOf({ code: 999_999 }, 429)).toBe('rate_limited');
		expect(dispositionOf({ code: 999_999 }, 401)).toBe('account');
		expect(dispositionOf({ code: 999_999 }, 400)).toBe('message');
		expect(dispositionOf({ code: 999_999 })).toBe('message');
		expect(dispositionOf({ code: NO_GRAPH_CODE }, 404)).toBe('account');
		expect(adviceOf({ code: 999_999, message: 'New rule.' })).toBe('New rule.');
		expect(adviceOf({ code: 999_999 })).toContain('999999');
	});

	it('tries again what Meta calls transient instead of giving it up, but never an opt-out', () => {
		expect(dispositionOf({ code: 131009, transient: true }, 400)).toBe('retry');
		expect(reasonOf({ code: 131009, transient: true }, 400)).toBe('meta_unavailable');
		expect(dispositionOf({ code: 131050, transient: true })).toBe('opt_out');
		expect(dispositionOf({ code: 190, transient: true })).toBe('account');
	});

	it('tells a wrong phone number id from a wrong message, which share code 100', () => {
		const message = "Unsupported post request. Object with ID '1' does not exist, cannot be loaded due to missing permissions, or does not support this operation";
		expect(dispositionOf({ code: 100, message })).toBe('account');
		expect(adviceOf({ code: 100, message })).toContain('Phone Number ID');
	});
});
