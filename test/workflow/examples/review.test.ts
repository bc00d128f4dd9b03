import { ExampleStage } from './example-stage';

const SEQUENCE = 'Quote';

describe('The example "Review before send"', () => {
	let stage: ExampleStage;
	beforeEach(async () => {
		stage = await ExampleStage.open('review-before-send.json');
		await stage.writes('A customer writes', 'Could I get a quote, please?');
		await stage.nextStep(SEQUENCE);
	});
	afterEach(() => stage.close());

	async function decide(verdict: 'approve' | 'end'): Promise<void> {
		const [review] = await stage.business.store.listReviews({}, { limit: 10 });
		await stage.business.store.decideReviews([{ reviewId: review!.id, verdict, by: 'Eva', via: 'link', comment: null }], Date.now());
	}

	it('sends nothing while nobody has decided, however long that takes', async () => {
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'in_review' });
		stage.moveTo('2026-06-01T10:00');
		const { sequenceId } = await stage.standing(SEQUENCE);
		expect((await stage.business.store.claimDue({ sequenceId, owner: 'test', limit: 10, leaseMs: 1000 }, Date.now())).steps).toEqual([]);
		expect(await stage.messages()).toEqual([]);
	});

	it('sends it once a person has approved', async () => {
		await decide('approve');
		const run = await stage.nextStep(SEQUENCE);
		expect(run.outputs('Wait for a person')!.map((items) => items.length)).toEqual([0, 1, 0]);
		expect(await stage.messages()).toEqual(['quote_ready']);
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'completed' });
	});

	it('ends it once a person has rejected', async () => {
		await decide('end');
		expect(await stage.standing(SEQUENCE)).toMatchObject({ state: 'exited' });
		expect(await stage.messages()).toEqual([]);
	});
});
