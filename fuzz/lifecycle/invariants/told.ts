/** Each change in a sequence whose trigger asks for events is in the outbox once, and stays there as it was told. */
import type { Snapshot, ToldEvent } from '../snapshot';
import { must } from './broken';
import { live } from './runs';

const ENDS: ReadonlySet<string> = new Set(['completed', 'converted', 'exited', 'failed']);
const DECIDED: ReadonlySet<string> = new Set(['approved', 'rejected']);

export function checkTold(before: Snapshot, now: Snapshot): void {
	for (const [id, event] of before.told) must(JSON.stringify(now.told.get(id)) === JSON.stringify(event), `the outbox forgot or changed ${JSON.stringify(event)}`);
	const fresh = [...now.told.values()].filter(({ id }) => !before.told.has(id));
	for (const { sequence_id } of fresh) must(asks(now, sequence_id), `sequence ${sequence_id} was told of a change, and asks for none`);
	for (const { id, sequence_id } of now.runs.values()) if (asks(now, sequence_id)) checkRun(id, fresh.filter(({ enrollment_id }) => enrollment_id === id), before, now);
}

const asks = ({ sequences }: Snapshot, id: string): boolean => sequences.get(id)!.events !== null;

function checkRun(id: string, fresh: ToldEvent[], before: Snapshot, now: Snapshot): void {
	const [was, is] = [before.runs.get(id), now.runs.get(id)!];
	const told = (...kinds: string[]): ToldEvent[] => fresh.filter(({ kind }) => kinds.includes(kind));
	const said = `the outbox says ${JSON.stringify(fresh.map(({ kind, reason }) => `${kind} ${reason}`))}`;
	must(told('enrolled').length === (was ? 0 : 1), `run ${id} ${was ? 'goes on' : 'began'}, and ${said}`);

	const ends = told(...ENDS);
	const ended = [...now.events.values()].filter((event) => event.enrollment_id === id && event.kind === 'ended' && !before.events.has(event.id));
	must(ends.length === ended.length, `run ${id} ended ${ended.length} times, and ${said}`);
	if (!live(is) && (!was || live(was))) must(ends.at(-1)?.kind === is.state && ends.at(-1)?.reason === is.reason, `run ${id} ended as ${is.state} ${is.reason}, and ${said}`);

	const decided = [...now.reviews.values()].filter((review) => review.enrollment_id === id && DECIDED.has(review.state) && !DECIDED.has(before.reviews.get(review.id)?.state ?? ''));
	must(told('review_decided').length === decided.length, `${decided.length} reviews of run ${id} were decided, and ${said}`);
}
