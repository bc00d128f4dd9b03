/** What a person sets on the Sequence Trigger about a run's life, from the parameters to what becomes of people. */
import type { IDataObject } from 'n8n-workflow';
import { Business } from './business';
import { sequence } from './canvas';

const ADA = '+491701234567';
const CALL = { name: 'Call', messageKind: 'none' };
const LATER = { ...CALL, name: 'Later', delayAmount: 2, delayUnit: 'days' };

describe('The life of a run', () => {
	let business: Business;

	beforeEach(async () => {
		business = await Business.open();
	});
	afterEach(() => business.close());

	const publish = (options: IDataObject, step: IDataObject[] = [LATER]) => business.activate(sequence({ options, steps: { step } }, 'node-1'), { node: 'Promo', workflowId: 'one' });
	const enroll = async (reference: string | null = null) => {
		const request = { sequence: 'Promo', contact: { phone: ADA }, reentry: 'sequence' as const, reference, context: {} };
		const [result] = await business.store.enroll([request], Date.now());
		return result!;
	};

	it.each<[string, IDataObject, Array<string | null>, string[]]>([
		['keeps their place unless it is said otherwise', {}, [null, null], ['enrolled', 'kept']],
		['starts over', { reentry: 'restart' }, [null, null], ['enrolled', 'restarted']],
		['replaces the run of another reference only', { reentry: 'replace' }, ['cart 1', 'cart 1', 'cart 2'], ['enrolled', 'kept', 'replaced']],
		['ignores whoever is in it', { reentry: 'ignore' }, [null, null], ['enrolled', 'ignored']],
	])('of somebody who is enrolled again %s', async (_, options, references, outcomes) => {
		await publish(options);
		const found: string[] = [];
		for (const reference of references) found.push((await enroll(reference)).outcome);
		expect(found).toEqual(outcomes);
	});

	it('of somebody who has been in it before ends in a refusal, where nobody enters twice', async () => {
		await publish({ reentry: 'once' });
		await enroll();
		await business.store.remove([{ sequence: 'Promo', contact: { phone: ADA } }], 'removed', Date.now());
		expect(await enroll()).toMatchObject({ outcome: 'refused', reason: 'once_only' });
	});

	it('ends as converted by a conversion where the sequence says so, with the tag for completion', async () => {
		await publish({ stopOn: ['conversion'], completedTag: 'bought' });
		await enroll();
		await business.store.recordConversions([{ contact: { phone: ADA }, orderId: '7', value: null, currency: null, coupon: null, at: Date.now() }], Date.now());
		expect(await business.standing('Promo', ADA)).toMatchObject({ state: 'converted', reason: 'converted' });
		expect((await business.store.tagsOf([{ phone: ADA }]))[0]!.tags).toEqual(['bought']);
	});

	it('holds out everybody where the group is everybody', async () => {
		await publish({ holdOut: 100 });
		expect((await enroll()).enrollment).toMatchObject({ heldOut: true });
	});

	it('keeps its version where people in flight do not follow', async () => {
		await publish({ liveEdit: 'pinned' });
		await enroll();
		const { dueAt } = await business.standing('Promo', ADA);
		await publish({ liveEdit: 'pinned' }, [{ ...LATER, delayAmount: 9 }]);
		expect(await business.standing('Promo', ADA)).toMatchObject({ version: 1, dueAt });
	});

	it('follows a changed delay otherwise', async () => {
		await publish({});
		await enroll();
		const { dueAt, enrolledAt } = await business.standing('Promo', ADA);
		await publish({}, [{ ...LATER, delayAmount: 9 }]);
		const after = await business.standing('Promo', ADA);
		expect(after.version).toBe(2);
		expect(after.dueAt! - enrolledAt).toBeGreaterThan(dueAt! - enrolledAt);
	});
});
