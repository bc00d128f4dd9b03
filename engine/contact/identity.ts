/**
 * Whether two records are one person, pure. Meta's user id belongs to one person and nobody else ever gets it; a phone
 * number may pass to somebody else, and people who change theirs get a new user id with it (Meta: business-scoped-user-ids).
 * Usernames change too often to say anything.
 */

/** What is known of a record. */
export interface KnownRecord {
	/** The number they are written to now; a former one may still lead to them. */
	phone: string | null;
	userId: string | null;
	/** UTC milliseconds; null for somebody who never wrote. */
	lastInboundAt: number | null;
}

/** What WhatsApp said at an instant: this person has this number. */
export interface Sighting {
	phone: string;
	userId: string | null;
	/** UTC milliseconds. */
	at: number;
}

/**
 * same: both records are of one person. passed: the number is no longer its holder's but the other person's. new_id: the
 * person has another id than before. nothing: it agrees with the records, or it is older than what they know.
 */
export type Verdict = 'same' | 'passed' | 'new_id' | 'nothing';

/**
 * What a message means that came from this number and this user id.
 *
 * @param holder the record of the number, or null
 * @param person the record of the user id, or null
 */
export function judgeSighting(holder: KnownRecord | null, person: KnownRecord | null, seen: Sighting & { userId: string }): Verdict {
	if (holder === null) return person?.phone && !isOutdated(person, seen) ? 'new_id' : 'nothing';
	if (holder.userId === seen.userId) return 'nothing';
	if (holder.userId === null) return person ? 'same' : 'nothing';
	if (isOutdated(holder, seen)) return 'nothing';
	// The number is still theirs and nobody has the id: Meta gave them another one.
	return !person && holder.phone === seen.phone ? 'new_id' : 'passed';
}

/** What becomes of the holder of a number, when WhatsApp announces that somebody else has it from now on. */
export function judgeNewNumber(holder: KnownRecord & { firstInboundAt: number | null }, told: Sighting): 'same' | 'passed' {
	if (holder.userId === null || holder.userId === told.userId) return 'same';
	// They wrote from there only after the change: the announcement came later than the first message.
	return holder.firstInboundAt !== null && holder.firstInboundAt >= told.at ? 'same' : 'passed';
}

const isOutdated = ({ lastInboundAt }: KnownRecord, { at }: Sighting): boolean => lastInboundAt !== null && at < lastInboundAt;
