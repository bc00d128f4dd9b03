import { explain, type Reason, REASONS } from '../../../engine/sequence/reason';

describe('reason codes', () => {
	it('each come with one sentence', () => {
		for (const reason of Object.keys(REASONS) as Reason[]) expect(explain(reason)).toMatch(/^[A-Z].*\.$/);
	});
});
