import { Bursts } from '../../../engine/listener/bursts';
import { VirtualTimers } from '../dispatch/virtual-timers';

function burstsOf(most = 10) {
	const timers = new VirtualTimers();
	const released: string[][] = [];
	const bursts = new Bursts<string>({ quietMs: 5, longestMs: 12, most, release: (items) => released.push(items), timers });
	const pass = (ms: number): Promise<void> => timers.run(new Promise((resolve) => void timers.after(ms, resolve)));
	return { bursts, released, pass };
}

test('what one person writes comes together once they are quiet, and nobody waits for another', async () => {
	const { bursts, released, pass } = burstsOf();
	bursts.add('ann', 'hello');
	await pass(3);
	bursts.add('ann', 'are you');
	bursts.add('bo', 'hi');
	await pass(3);
	bursts.add('ann', 'there?');
	await pass(3);
	expect(released).toEqual([['hi']]);
	await pass(3);
	expect(released).toEqual([['hi'], ['hello', 'are you', 'there?']]);
});

test('somebody who does not stop is answered after the longest wait, or when there are too many', async () => {
	const { bursts, released, pass } = burstsOf(4);
	for (const text of ['1', '2', '3']) {
		bursts.add('ann', text);
		await pass(4);
	}
	await pass(1);
	expect(released).toEqual([['1', '2', '3']]);
	for (const text of ['a', 'b', 'c', 'd', 'e']) bursts.add('bo', text);
	expect(released.at(-1)).toEqual(['a', 'b', 'c', 'd']);
	bursts.flush();
	expect(released.at(-1)).toEqual(['e']);
});
