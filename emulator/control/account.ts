/** What Meta does to a whole account while it is in use. */
import { asFlag, asNumber, type JsonObject } from '../json';
import { ok, type Answer } from '../http/request';
import type { World } from '../world';
import { outcome } from './inbound';
import { BadControl } from './refusal';

/**
 * `POST /emulator/limit {people}`: how many people templates may reach in 24 hours from now on (250, 2000, …; 0 for no limit).
 * Announced by Meta's `business_capability_update`. Source: D/webhooks/reference/business_capability_update
 */
export async function changeLimit(world: World, request: JsonObject): Promise<Answer> {
	const people = asNumber(request.people);
	if (people === undefined || !Number.isInteger(people) || people < 0) throw new BadControl('"people" must be a whole number; 0 for no limit.');
	world.reach.change(people);
	const field = 'business_capability_update';
	const value: JsonObject = { max_daily_conversations_per_business: world.reach.tier, max_phone_numbers_per_waba: 25 };
	return ok({ tier: world.reach.tier, webhook: outcome(await world.sender.deliver('other', field, [{ field, value }])) });
}

/** `POST /emulator/token {revoked}`: takes the account's access token back, or makes it valid again. Meta says nothing of it by webhook. */
export function changeToken(world: World, request: JsonObject): Answer {
	const revoked = asFlag(request.revoked);
	if (revoked === undefined) throw new BadControl('"revoked" must be true or false.');
	const { accessToken } = world.options.account;
	if (revoked) world.revokedTokens.add(accessToken);
	else world.revokedTokens.delete(accessToken);
	return ok({ revoked });
}
