import { GuessDelays, isLogin, readLogin } from '../../../engine/pages/password';

const basic = (words: string): string => `Basic ${Buffer.from(words, 'utf8').toString('base64')}`;

describe('the login', () => {
	it('is read from the header, colons and umlauts of the password included', () => {
		expect(readLogin(basic('ada:pä:ss'))).toEqual({ user: 'ada', password: 'pä:ss' });
	});

	it.each([undefined, '', 'Basic', 'Basic !!', 'Bearer abc', basic('no colon'), ['Basic YTpi']])('is not read from %p', (header) => {
		expect(readLogin(header)).toBeNull();
	});

	it('needs user and password', () => {
		const wanted = { user: 'ada', password: 'secret' };
		expect(isLogin({ user: 'ada', password: 'secret' }, wanted)).toBe(true);
		expect(isLogin({ user: 'ada', password: 'Secret' }, wanted)).toBe(false);
		expect(isLogin({ user: 'eve', password: 'secret' }, wanted)).toBe(false);
	});

	it('lets nobody in without a password', () => {
		expect(isLogin({ user: '', password: '' }, { user: '', password: '' })).toBe(false);
	});
});

describe('guessing', () => {
	const guess = (delays: GuessDelays, times: number, now: number): void => {
		for (let count = 0; count < times; count++) delays.wrong('10.0.0.1', now);
	};

	it('takes longer with every wrong password after the second', () => {
		const delays = new GuessDelays();
		guess(delays, 2, 0);
		expect(delays.waitOf('10.0.0.1', 0)).toBe(0);
		const waits = [1, 2, 3, 4].map(() => {
			guess(delays, 1, 0);
			return delays.waitOf('10.0.0.1', 0);
		});
		expect(waits).toEqual([1000, 2000, 4000, 8000]);
	});

	it('never takes longer than five minutes', () => {
		const delays = new GuessDelays();
		guess(delays, 2000, 0);
		expect(delays.waitOf('10.0.0.1', 0)).toBe(300_000);
		expect(delays.waitOf('10.0.0.1', 300_000)).toBe(0);
	});

	it('does not hold up people elsewhere', () => {
		const delays = new GuessDelays();
		guess(delays, 10, 0);
		expect(delays.waitOf('10.0.0.2', 0)).toBe(0);
	});

	it('is forgotten after a right password, and after half an hour', () => {
		const delays = new GuessDelays();
		guess(delays, 10, 0);
		delays.right('10.0.0.1');
		expect(delays.waitOf('10.0.0.1', 0)).toBe(0);
		guess(delays, 10, 0);
		guess(delays, 1, 31 * 60 * 1000);
		expect(delays.waitOf('10.0.0.1', 31 * 60 * 1000)).toBe(0);
	});

	it('remembers a bounded number of places', () => {
		const delays = new GuessDelays();
		guess(delays, 10, 0);
		for (let place = 0; place < 10_000; place++) delays.wrong(String(place), 1);
		expect(delays.waitOf('10.0.0.1', 1)).toBe(0);
	});
});
