/** Whoever said stop, and nothing else since, is opted out; reckoned from what people said, not from the store. */
import type { Snapshot } from '../snapshot';
import type { World } from '../world';
import { must } from './broken';

/** Certainly opted out: no word of any kind allows marketing at or after the last stop. */
export function isOptedOut({ words }: Pick<World, 'words'>, contactId: string): boolean {
	const said = words.filter((word) => word.contactId === contactId);
	return said.some(({ stop, at }) => stop && !said.some((other) => !other.stop && other.at > at));
}

export function checkConsent(world: World, now: Snapshot): void {
	for (const contact of now.contacts.values()) {
		const said = world.words.some(({ contactId, stop }) => contactId === contact.id && stop);
		if (isOptedOut(world, contact.id)) must(contact.opted_out_by !== null, `contact ${contact.id} said stop and may be written to`);
		if (!said) must(contact.opted_out_by === null, `contact ${contact.id} is opted out and never said so`);
	}
}
