/** Another business number of the same store, with the same people in a sequence of the same name. */
import { enrollRequest } from '../../test/conformance/builders';
import { OTHER_ACCOUNT } from './ground';
import { same } from './invariants/same';
import { snapshot } from './snapshot';
import { WHO, type World } from './world';

/** Answers what makes sure that nothing reached them. */
export async function elsewhere(world: World): Promise<() => Promise<void>> {
	const account = world.neighbour();
	await account.publishSequence(world.history.plans[0], world.owner(0), world.now);
	await account.enroll(WHO.map((who) => enrollRequest(who, { sequence: world.history.plans[0].name })), world.now);
	const before = await snapshot(world.ground, OTHER_ACCOUNT);
	return async () => same(before, await snapshot(world.ground, OTHER_ACCOUNT), 'another business number was changed');
}
