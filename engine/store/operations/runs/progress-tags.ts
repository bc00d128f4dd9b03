/** Tags that tell how far a contact has come in a sequence, kept by the engine where the sequence wants them. */
import type { SequenceDefinition } from '../../../sequence/definition';
import type { Scope } from '../../sql/scope';
import { deleteTags, insertTags, type ContactTag } from '../../sql/tags';

const tagOf = (definition: SequenceDefinition, step: string): string => `${definition.name}: ${step}`;

/** All tags of progress that a contact can have of a sequence; none where it keeps none. */
export function progressTags(contactId: string, definition: SequenceDefinition): ContactTag[] {
	if (!definition.tags?.progress) return [];
	return definition.steps.map(({ name }) => ({ contact_id: contactId, tag: tagOf(definition, name) }));
}

export interface StepSent {
	contactId: string;
	definition: SequenceDefinition;
	step: string;
}

/** The step that went out takes the place of the one before. */
export async function tagProgress(scope: Scope, sent: StepSent[]): Promise<void> {
	const tagged = sent.filter(({ definition }) => definition.tags?.progress);
	if (tagged.length === 0) return;
	const current = tagged.map(({ contactId, definition, step }) => ({ contact_id: contactId, tag: tagOf(definition, step) }));
	const keys = new Set(current.map(({ contact_id, tag }) => `${contact_id} ${tag}`));
	const former = tagged.flatMap(({ contactId, definition }) => progressTags(contactId, definition));
	await deleteTags(scope, former.filter(({ contact_id, tag }) => !keys.has(`${contact_id} ${tag}`)));
	await insertTags(scope, current);
}
