/** Facts for conditions, a batch at a time: only the families that are asked for, one statement each. */
import type { EnrollmentState } from '../../../sequence/enrollment';
import type { Facts, FactNeeds, Family, PersonFacts, RunFacts, TimedFamily } from '../../../sequence/conditions/facts';
import type { FactsRequest } from '../../contract';
import { groupBy } from '../../group-by';
import { findContacts } from '../../sql/contacts';
import {
	conversionsSince,
	liveSequencesOf,
	personsById,
	receivedSince,
	runsById,
	sentSince,
	stepsSentOf,
	type Happened,
	type RunRow,
	type Since,
} from '../../sql/facts';
import { toContact } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { tagsOfContacts } from '../../sql/tags';

/** Whom facts are about. */
export interface Subject {
	/** Null for somebody the store does not know: there is nothing kept about them. */
	contactId: string | null;
	contact: Facts['contact'];
	run: RunFacts | null;
	/** Null for a run that has not begun. */
	runId: string | null;
	sequenceId: string | null;
}

/** Answers null for an id that nobody has any more. */
export async function loadFacts(scope: Scope, requests: FactsRequest[], needs: FactNeeds): Promise<Array<Facts | null>> {
	const contacts = await findContacts(scope, requests.map(({ contact }) => contact));
	const runs = needs.families.has('run') ? await runsById(scope, requests.flatMap(({ enrollmentId }) => enrollmentId ?? [])) : new Map<string, RunRow>();
	const subjects = requests.map(({ contact: ref, enrollmentId }, i): Subject | null => {
		const row = contacts[i];
		if (!row && ref.id) return null;
		const run = runs.get(enrollmentId ?? '');
		const own = run && run.contact_id === row?.id ? run : null;
		return {
			contactId: row?.id ?? null,
			contact: row ? toContact(row) : strangerOf(ref),
			run: own && runFacts(own),
			runId: own?.id ?? null,
			sequenceId: own?.sequence_id ?? null,
		};
	});
	const facts = await factsOf(scope, subjects.filter((subject) => subject !== null), needs);
	let next = 0;
	return subjects.map((subject) => (subject ? facts[next++]! : null));
}

function strangerOf({ phone, userId, name, timeZone }: FactsRequest['contact']): Facts['contact'] {
	return { phone: phone ?? null, userId: userId ?? null, name: name ?? null, timeZone: timeZone ?? null, lastInboundAt: null, marketingAllowed: true, utilityAllowed: true };
}

function runFacts({ sequence, state, step, enrolled_at, reference, context }: RunRow): RunFacts {
	return {
		sequence,
		reference,
		context: JSON.parse(context) as Record<string, unknown>,
		begun: { state: state as EnrollmentState, step, enrolledAt: enrolled_at },
	};
}

export async function factsOf(scope: Scope, subjects: Subject[], needs: FactNeeds): Promise<Facts[]> {
	const ids = subjects.flatMap(({ contactId }) => contactId ?? []);
	const load = new Families(scope, subjects, needs);
	const tags = await load.family('tags', async () => groupBy(await tagsOfContacts(scope, ids), byContact));
	const persons = await load.family('person', () => personsById(scope, ids));
	const steps = await load.family('stepsSent', async () =>
		groupBy(await stepsSentOf(scope, subjects.flatMap(({ runId }) => runId ?? [])), ({ enrollment_id }) => enrollment_id),
	);
	const live = await load.family('elsewhere', async () => groupBy(await liveSequencesOf(scope, ids), byContact));
	const received = await load.times('received', receivedSince);
	const sent = await load.times('sent', sentSince);
	const conversions = await load.times('conversions', conversionsSince);
	return subjects.map(({ contactId, contact, run, runId, sequenceId }): Facts => {
		const id = contactId ?? '';
		return {
			now: scope.now,
			contact,
			run,
			tags: tags && new Set((tags.get(id) ?? []).map(({ tag }) => tag)),
			person: persons && personFacts(persons.get(id)),
			stepsSent: steps && (steps.get(runId ?? '') ?? []).map(({ step }) => step),
			elsewhere: live && (live.get(id) ?? []).some(({ sequence_id }) => sequence_id !== sequenceId),
			received: received && (received.get(id) ?? []).map(({ at }) => at),
			sent: sent && (sent.get(id) ?? []).map(({ at }) => at),
			conversions:
				conversions &&
				(conversions.get(id) ?? []).map(({ at, value_thousandths }) => ({ at, value: value_thousandths === null ? null : value_thousandths / 1000 })),
		};
	});
}

const byContact = ({ contact_id }: { contact_id: string }): string => contact_id;

function personFacts(row: { attributes: string; last_human_at: number | null } | undefined): PersonFacts {
	return { attributes: row ? (JSON.parse(row.attributes) as PersonFacts['attributes']) : {}, lastHumanAt: row?.last_human_at ?? null };
}

/** Runs a family's statement when somebody asks for the family. */
class Families {
	constructor(
		private readonly scope: Scope,
		private readonly subjects: Subject[],
		private readonly needs: FactNeeds,
	) {}

	async family<Loaded>(family: Family, load: () => Promise<Loaded>): Promise<Loaded | null> {
		return this.needs.families.has(family) ? load() : null;
	}

	times<Row extends Happened>(family: TimedFamily, load: (scope: Scope, wanted: Since[]) => Promise<Row[]>): Promise<Map<string, Row[]> | null> {
		return this.family(family, async () => groupBy(await load(this.scope, this.since(family)), byContact));
	}

	/** Each contact once, from the earliest instant that any rule looks at. */
	private since(family: TimedFamily): Since[] {
		const earliest = new Map<string, number>();
		const counted = this.scope.now - this.needs.reach[family];
		for (const { contactId, run } of this.subjects) {
			if (contactId === null) continue;
			const enrolled = this.needs.sinceEnrolled.has(family) ? run?.begun?.enrolledAt : undefined;
			earliest.set(contactId, Math.min(earliest.get(contactId) ?? counted, enrolled ?? counted));
		}
		return [...earliest].map(([id, since]) => ({ id, since }));
	}
}
