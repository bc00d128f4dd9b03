/** Who may enter a sequence: its entry conditions, asked in the transaction that enrolls. */
import { unmetRule } from '../../../sequence/conditions/evaluate';
import { needsOf } from '../../../sequence/conditions/facts';
import type { EnrollRequest } from '../../contract';
import { toContact, type ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import type { Sequence } from '../../sql/sequences';
import { factsOf } from './load-facts';

interface Entry {
	request: EnrollRequest;
	sequence: Sequence;
	contact: ContactRow;
}

/** For each entry the name of the rule that keeps the contact out, or null. Asks nothing where there are no conditions. */
export async function unmetConditions(scope: Scope, entries: Entry[]): Promise<Array<string | null>> {
	const asked = entries.filter(({ sequence }) => sequence.definition.conditions);
	if (asked.length === 0) return entries.map(() => null);
	const facts = await factsOf(
		scope,
		asked.map(({ request, sequence, contact }) => ({
			contactId: contact.id,
			contact: toContact(contact),
			run: { sequence: sequence.name, reference: request.reference, context: request.context, begun: null },
			runId: null,
			sequenceId: sequence.id,
		})),
		needsOf(asked.flatMap(({ sequence }) => sequence.definition.conditions!.rules)),
	);
	let next = 0;
	return entries.map(({ sequence: { definition } }) => (definition.conditions ? unmetRule(definition.conditions, facts[next++]!) : null));
}
