/** What a store must bring to be put through the suite, and the frame every test runs in. */
import { LIVE_STATES } from '../../engine/sequence/enrollment';
import type { AccountStore, Store } from '../../engine/store/contract';
import { beginIds } from '../../engine/store/ids';

/** One empty store. `reopen` gives the same data to a new process, as after a crash; absent where nothing outlives one. */
export interface OpenedStore {
	store: Store;
	reopen?: () => Promise<Store>;
	/** The state found after a crash may be older than the crash: then a step that was handed out may have been sent. */
	doubtsWhatWasHandedOut?: true;
	close: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** A test's own store, with the account that most tests play on. */
export interface Scene extends OpenedStore {
	account: AccountStore;
}

/** Every case of a property opens stores of its own, and one in a file waits for the disk. */
export const PROPERTY_TIMEOUT_MS = 120_000;

/** Fifty racing transactions take four seconds where eight other programs share two cores. */
const STORY_TIMEOUT_MS = 30_000;

export type Story = (scene: Scene) => Promise<void>;

export const ACCOUNT = '106540352242922';
export const OTHER_ACCOUNT = '220000000000002';

/** `it` for one store: each test gets a store of its own and closes it. */
export function onStore(open: OpenStore): (title: string, story: Story) => void {
	return (title, story) => {
		it(title, async () => {
			await withScene(open, async (scene) => {
				// A test that plays a crash goes on with the store that it opened anew.
				let latest: Store = scene.store;
				const reopen = scene.reopen && (async (): Promise<Store> => (latest = await scene.reopen!()));
				await story({ ...scene, reopen });
				await expectCountsToHold(latest.forAccount(ACCOUNT));
			});
		}, STORY_TIMEOUT_MS);
	};
}

/** Whatever a test did: the database's own count of live people is what there is. */
async function expectCountsToHold(account: AccountStore): Promise<void> {
	const counted: Record<string, number> = {};
	const there: Record<string, number> = {};
	for (const { name, live } of await account.listSequences()) {
		counted[name] = live;
		there[name] = (await account.listEnrollments({ sequence: name, states: [...LIVE_STATES] }, { limit: 10_000 })).length;
	}
	expect(counted).toEqual(there);
}

/** Plays on an empty store, in what is like a new process. For properties, which need a new one for every case. */
export async function withScene(open: OpenStore, story: Story): Promise<void> {
	// Ids of a test that ended seconds later would lend this one their time: pauses are told by it.
	beginIds();
	const opened = await open();
	try {
		await story({ ...opened, account: opened.store.forAccount(ACCOUNT) });
	} finally {
		await opened.close();
	}
}
