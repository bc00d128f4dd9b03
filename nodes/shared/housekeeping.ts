/** Forgetting old history while any trigger of a business number is active: once per number, however many there are. */
import { Housekeeper } from '../../engine/dispatch/housekeeper';
import { systemTimers, type Timers } from '../../engine/dispatch/timers';
import type { AccountStore } from '../../engine/store/contract';
import type { Account } from './account';

const DAY_MS = 24 * 60 * 60_000;

interface House {
	keeper: Housekeeper;
	triggers: number;
}

const houses = new Map<string, House>();

/**
 * Call it when a trigger becomes active, and what it answers when that trigger is active no more. Triggers that read
 * the credential before its history setting was changed keep a house of their own until they are activated anew.
 */
export function keepHouse(account: Account, store: AccountStore, report: (error: unknown) => void, timers: Timers = systemTimers): () => void {
	const address = JSON.stringify([account.store, account.phoneNumberId, account.keepHistoryDays]);
	const house = houses.get(address) ?? open(address, account, { store, timers, report });
	house.triggers += 1;
	let active = true;
	return () => {
		if (!active) return;
		active = false;
		house.triggers -= 1;
		if (house.triggers > 0) return;
		house.keeper.stop();
		houses.delete(address);
	};
}

function open(address: string, { keepHistoryDays }: Account, ports: { store: AccountStore; timers: Timers; report: (error: unknown) => void }): House {
	const house = { keeper: new Housekeeper(keepHistoryDays > 0 ? keepHistoryDays * DAY_MS : null, ports), triggers: 0 };
	houses.set(address, house);
	house.keeper.start();
	return house;
}
