/** A preview of an example, as a lane of a picture: what stands at its head, and what the engine told. */
import { pretendContact, pretendId, pretendWorld, preview, type Happening, type PretendPerson, type PreviewEntry } from '../../../engine/preview';
import type { SequenceDefinition } from '../../../engine/sequence/definition';

export interface Example {
	title: string;
	/** What is set on the Sequence Trigger, or who the contact is; in few words. */
	note: string;
	definition: SequenceDefinition;
	/** Further sequences, which may follow. */
	others?: SequenceDefinition[];
	/** ISO time with its offset. */
	startsAt: string;
	person?: PretendPerson;
	reference?: string;
	/** Events with their ISO times. */
	events?: Array<[at: string, event: Happening]>;
}

export interface Lane {
	title: string;
	note: string;
	entries: PreviewEntry[];
}

const BERLINER: PretendPerson = { phone: '+491701234567', name: 'Ana' };

export async function playExample({ title, note, definition, others = [], startsAt: iso, person = BERLINER, reference, events = [] }: Example): Promise<Lane> {
	const startsAt = Date.parse(iso);
	const world = pretendWorld([definition, ...others], startsAt);
	world.records.push(pretendContact(person, startsAt));
	const entries = await preview({
		world,
		sequence: definition.name,
		contactId: pretendId(person),
		reference: reference ?? null,
		startsAt,
		events: events.map(([at, event]) => ({ at: Date.parse(at), ...event })),
		longest: { amount: 60, unit: 'days' },
	});
	return { title, note, entries };
}
