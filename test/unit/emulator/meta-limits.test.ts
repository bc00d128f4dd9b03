import { latencyOf } from '../../../emulator/latency';
import { MediaStore } from '../../../emulator/media';
import { ReachLimit } from '../../../emulator/reach';
import { checkMediaIds } from '../../../emulator/validation/mediaIds';

const DAY = 24 * 60 * 60_000;

describe('the messaging limit', () => {
	it('counts different people of the last 24 hours', () => {
		let now = 0;
		const reach = new ReachLimit(2, () => now);
		expect([reach.take('a'), reach.take('b'), reach.take('a'), reach.take('c')]).toEqual([true, true, true, false]);
		now = DAY;
		expect(reach.take('c')).toBe(true);
	});

	it.each([
		[250, 'TIER_250'],
		[2_000, 'TIER_2K'],
		[10_000, 'TIER_10K'],
		[100_000, 'TIER_100K'],
		[0, 'TIER_UNLIMITED'],
	])('of %i is called %s', (people, tier) => expect(new ReachLimit(people, () => 0).tier).toBe(tier));
});

describe('latency', () => {
	it('is the same for all without a spread', () => {
		expect(latencyOf(100, 0, () => 0.3)).toBe(100);
		expect(latencyOf(0, 50, () => 0.3)).toBe(0);
	});

	it('lies around the median, with a long tail above it', () => {
		const steps = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
		const times = steps.flatMap((first) => steps.map((second) => {
			const given = [first, second];
			return latencyOf(100, 50, () => given.shift() ?? 0);
		})).sort((a, b) => a - b);
		expect(times[5_000]).toBeGreaterThan(95);
		expect(times[5_000]).toBeLessThan(105);
		expect(times[9_000] / 100).toBeGreaterThan(1.7);
		expect(times[9_900] / 100).toBeGreaterThan(2.8);
		expect(times[0]).toBeGreaterThan(0);
	});
});

describe('media ids', () => {
	const media = new MediaStore();
	const picture = media.put('image/png', Buffer.from('x')).id;

	it('must be of an upload of that kind, anywhere in the message', () => {
		expect(() => checkMediaIds({ type: 'image', image: { id: picture } }, media)).not.toThrow();
		expect(() => checkMediaIds({ document: { id: picture } }, media)).not.toThrow();
		expect(() => checkMediaIds({ image: { link: 'https://x.example' } }, media)).not.toThrow();
		const nested = { template: { components: [{ type: 'carousel', cards: [{ components: [{ parameters: [{ type: 'image', image: { id: '1' } }] }] }] }] } };
		expect(() => checkMediaIds(nested, media)).toThrow(expect.objectContaining({ code: 100 }));
		expect(() => checkMediaIds({ video: { id: picture } }, media)).toThrow(expect.objectContaining({ code: 131053 }));
	});
});
