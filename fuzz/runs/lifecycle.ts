/**
 * Random lives of people in sequences, on the real engine: after every action all invariants are checked. Most histories
 * run on an embedded store in memory, one in two hundred each on the static store and on PostgreSQL, where there is one.
 */
import { describeHistory, histories, type History } from '../lifecycle/actions';
import { inMemory, inStaticData, onPostgres, type Ground } from '../lifecycle/ground';
import { liveThrough } from '../lifecycle/live-through';
import { fuzz } from '../runner';

const LONGEST = 24;

async function grounds(): Promise<Map<History['store'], Ground>> {
	const url = process.env.POSTGRES_URL;
	const embedded = await inMemory();
	// Without a server its share is played on the embedded store.
	const postgres = url ? await onPostgres(url, `fuzz_${process.pid}`) : embedded;
	return new Map([['embedded', embedded], ['static', await inStaticData()], ['postgres', postgres]]);
}

async function main(): Promise<number> {
	const groundOf = await grounds();
	try {
		return await fuzz<History>({
			name: 'lifecycle',
			cases: 100_000,
			arbitrary: histories(LONGEST),
			describe: describeHistory,
			check: (history) => liveThrough(groundOf.get(history.store)!, history),
		});
	} finally {
		for (const ground of new Set(groundOf.values())) await ground.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
