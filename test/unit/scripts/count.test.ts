import { callModule } from './call-module';

interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((one) => ({ status: one })) });
const count = (files: object[], chosenByName = false) =>
	callModule<Counts>('count.mjs', 'countTests', { testResults: files }, { chosenByName });

describe('countTests', () => {
	it('adds up the tests of all files', () => {
		expect(count([file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')])).toEqual({
			passed: 3,
			failed: 1,
			skipped: 0,
		});
	});

	it('counts what did not run as failed, and says how many that were', () => {
		expect(count([file('passed', 'passed', 'pending', 'todo')])).toEqual({ passed: 1, failed: 2, skipped: 2 });
	});

	it('leaves out the tests that were not asked for by name', () => {
		expect(count([file('passed', 'passed', 'pending')], true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
	});

	it('counts a file that could not run as one failure', () => {
		expect(count([file('failed')])).toEqual({ passed: 0, failed: 1, skipped: 0 });
	});

	it('counts a file whose tests pass but whose clean-up throws as one failure', () => {
		expect(count([file('failed', 'passed')])).toEqual({ passed: 1, failed: 1, skipped: 0 });
	});

	it('is zero for no files', () => {
		expect(count([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
	});
});

describe('sum and summaryLine', () => {
	it('give the last line of npm test', () => {
		const total = callModule<Counts>('count.mjs', 'sum', [
			{ passed: 1, failed: 0, skipped: 0 },
			{ passed: 40, failed: 2, skipped: 1 },
		]);
		expect(total).toEqual({ passed: 41, failed: 2, skipped: 1 });
		expect(callModule<string>('count.mjs', 'summaryLine', total)).toBe('41 passed, 2 failed, 1 skipped');
	});

	it('mention skipped tests only when there are some', () => {
		expect(callModule<string>('count.mjs', 'summaryLine', { passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
	});
});
