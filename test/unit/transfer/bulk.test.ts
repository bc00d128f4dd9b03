/** 20,000 enrollments from one store to another: what is in memory at a time does not grow with the account. */
import { exportLines } from '../../../engine/transfer/export-pages';
import { beginImport, importBatch } from '../../../engine/transfer/import-batches';
import { readBatches } from '../../../engine/transfer/read-export';
import { readLines } from '../../../engine/transfer/read-lines';
import { enrollRequest, person, START } from '../../conformance/builders';
import { withOtherStore } from '../../conformance/moving';
import { publish } from '../../conformance/verbs';

const PEOPLE = 20_000;
const PAGE = 1_000;

test('20,000 enrollments move in pages of 1,000 records, one page in memory at a time', async () => {
	await withOtherStore(async (from) => {
		await publish(from);
		for (let n = 0; n < PEOPLE; n += 5_000) await from.enroll(Array.from({ length: 5_000 }, (_, i) => enrollRequest(person(n + i))), START);
		await withOtherStore(async (to) => {
			const run = beginImport(to, 'refuse', 0, START);
			let [largestPiece, pieces, longestBatch, ahead] = [0, 0, 0, 0];
			async function* bytes(): AsyncGenerator<Buffer> {
				for await (const text of exportLines(from, PAGE, START, () => undefined)) {
					largestPiece = Math.max(largestPiece, text.length);
					// How many records the reader has before it asks for more.
					ahead = Math.max(ahead, (pieces - 1) * PAGE - run.progress.cursor);
					pieces += 1;
					yield Buffer.from(text);
				}
			}
			for await (const { export: header, records } of readBatches(readLines(bytes()), 0)) {
				longestBatch = Math.max(longestBatch, records.length);
				await importBatch(run, header, records);
			}
			expect(run.progress.rows).toMatchObject({ contact: { added: PEOPLE }, enrollment: { added: PEOPLE }, timeline_event: { added: PEOPLE } });
			expect(longestBatch).toBe(PAGE);
			expect(pieces).toBe(Math.ceil((run.progress.cursor + 1) / PAGE));
			expect(largestPiece).toBeLessThan(PAGE * 1_000);
			expect(ahead).toBeLessThanOrEqual(PAGE);
		});
	});
}, 120_000);
