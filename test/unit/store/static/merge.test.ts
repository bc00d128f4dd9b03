import fc from 'fast-check';
import { consentAfter } from '../../../../engine/store/operations/people/consent-rule';
import type { ConsentSource } from '../../../../engine/contact/consent';
import { mergeTables } from '../../../../engine/store/static/merge';
import type { Row, Tables } from '../../../../engine/store/static/tables';
import { mergeStatus, type SendState } from '../../../../engine/whatsapp/send-state';
import type { SendStatus } from '../../../../engine/whatsapp/webhook-event';
import { history, live, stored, wouldSend, type Event } from './histories';

const RUNS = { numRuns: 60 };
const TIMEOUT_MS = 120_000;

/** Two processes that began with the same saved state, or each with none. */
const fork = fc.record({ shared: fc.option(history), first: history, second: history });

async function both({ shared, first, second }: { shared: Event[] | null; first: Event[]; second: Event[] }) {
	const from = shared ? (await live('shared', shared)).tables : undefined;
	const a = await live('a', first, from);
	const b = await live('b', second, from);
	return { a: a.tables, b: b.tables, keys: a.keys };
}

const property = (title: string, check: (a: Tables, b: Tables, merged: Tables, again: (x: Tables, y: Tables) => Tables) => Promise<void> | void): void => {
	it(
		title,
		async () => {
			await fc.assert(
				fc.asyncProperty(fork, async (fates) => {
					const { a, b, keys } = await both(fates);
					const merge = (x: Tables, y: Tables): Tables => mergeTables(x, y, keys);
					await check(a, b, merge(a, b), merge);
				}),
				RUNS,
			);
		},
		TIMEOUT_MS,
	);
};

const rows = (tables: Tables, name: string): Row[] => tables[name] ?? [];
const LIVE = ['active', 'paused', 'in_review'];

/** Wishes by the number they were said from, since the same person may have an id of each process. */
function optedOut(...states: Tables[]): string[] {
	const words = new Map<string, Array<{ category: 'marketing'; change: 'stop' | 'start'; source: ConsentSource; at: number }>>();
	for (const tables of states) {
		const phones = new Map(rows(tables, 'contact').map((row) => [row.id, String(row.phone)]));
		for (const { contact_id, change, source, at } of rows(tables, 'consent_event')) {
			const phone = phones.get(contact_id!)!;
			words.set(phone, [...(words.get(phone) ?? []), { category: 'marketing', change: change as 'stop', source: source as ConsentSource, at: at as number }]);
		}
	}
	return [...words].filter(([, said]) => consentAfter(said, 'marketing').optedOutBy !== null).map(([phone]) => phone).sort();
}

describe('two states of a store merged', () => {
	property('are the same whichever comes first', (a, b, merged, merge) => {
		expect(merge(b, a)).toEqual(merged);
	});

	property('do not change when either is merged in once more', (a, b, merged, merge) => {
		expect(merge(merged, merged)).toEqual(merged);
		expect(merge(merged, a)).toEqual(merged);
		expect(merge(merged, b)).toEqual(merged);
	});

	property('are taken by a database with all its rules', async (_a, _b, merged, merge) => {
		const back = (await stored(merged)).tables;
		expect(merge(back, back)).toEqual(merged);
	});

	property('opt out whom the words of both together opt out, and nobody else', (a, b, merged) => {
		const contacts = rows(merged, 'contact').filter((row) => row.opted_out_by !== null).map((row) => String(row.phone));
		expect(contacts.sort()).toEqual(optedOut(a, b));
	});

	property('know every message that Meta took in either', (a, b, merged) => {
		const wamids = (tables: Tables): unknown[] => rows(tables, 'send').flatMap(({ wamid }) => (wamid === null ? [] : [wamid]));
		expect(new Set(wamids(merged))).toEqual(new Set([...wamids(a), ...wamids(b)]));
	});

	property('let nothing leave again that Meta took in either', async (a, b, merged) => {
		const taken = [...rows(a, 'send'), ...rows(b, 'send')].filter(({ wamid }) => wamid !== null);
		const permitted = await wouldSend(merged);
		expect(permitted.filter((key) => taken.some(({ enrollment_id, step }) => key === `${enrollment_id} ${step}`))).toEqual([]);
	});

	property('let no status go backwards', (a, b, merged) => {
		const states = new Map(rows(merged, 'send').map(({ wamid, state }) => [wamid, state as SendState]));
		for (const { wamid, state } of [...rows(a, 'send'), ...rows(b, 'send')]) {
			if (wamid === null) continue;
			const kept = states.get(wamid)!;
			expect(mergeStatus(kept, state as SendStatus)).toBe(kept);
		}
	});

	property('have one live run of a contact in a sequence at most, and keep ended ones ended', (a, b, merged) => {
		const live = rows(merged, 'enrollment').filter(({ state }) => LIVE.includes(String(state)));
		const pairs = live.map(({ sequence_id, contact_id }) => `${sequence_id} ${contact_id}`);
		expect(new Set(pairs).size).toBe(pairs.length);
		const ended = [...rows(a, 'enrollment'), ...rows(b, 'enrollment')].filter(({ ended_at }) => ended_at !== null);
		const liveIds = new Set(live.map(({ id }) => id));
		expect(ended.filter(({ id }) => liveIds.has(id!))).toEqual([]);
	});
});
