/** Everybody who writes for the first time is enrolled in the sequences that the user chose, whatever they wrote. */
import type { Logger } from 'n8n-workflow';
import { StoreRefusal, type AccountStore, type AppliedMessage, type EnrollResult } from '../../engine/store/contract';

/** As the item of the first message tells it. */
export interface EnrolledIn {
	sequence: string;
	outcome: EnrollResult['outcome'];
	reason: string | null;
	enrollmentId: string | null;
}

/**
 * What became of them, by wamid. A sequence that is not published yet costs a line in the log, never a message. A
 * message that is taken in again after a crash finds the run that it began.
 */
export async function enrollNewContacts(
	store: AccountStore,
	messages: AppliedMessage[],
	sequences: string[],
	{ logger, now }: { logger: Pick<Logger, 'warn'>; now: number },
): Promise<Map<string, EnrolledIn[]>> {
	const first = messages.filter(({ isFirstContact, consent }) => isFirstContact && consent !== 'stop');
	const told = new Map<string, EnrolledIn[]>(first.length === 0 || sequences.length === 0 ? [] : first.map(({ event }) => [event.id, []]));
	if (told.size === 0) return told;
	for (const sequence of sequences) {
		const results = await enrollAll(store, first, sequence, now).catch((error: unknown) => {
			if (!(error instanceof StoreRefusal)) throw error;
			logger.warn(`New WhatsApp contacts were not enrolled: ${error.message}`);
			return [];
		});
		results.forEach(({ outcome, reason, enrollment }, i) => {
			told.get(first[i]!.event.id)!.push({ sequence, outcome, reason, enrollmentId: enrollment?.id ?? null });
		});
	}
	return told;
}

function enrollAll(store: AccountStore, first: AppliedMessage[], sequence: string, now: number): Promise<EnrollResult[]> {
	return store.enroll(
		first.map(({ event, contact }) => ({
			sequence,
			contact: { ...(contact.phone === null ? {} : { phone: contact.phone }), ...(contact.userId === null ? {} : { userId: contact.userId }) },
			reentry: 'sequence' as const,
			reference: null,
			context: {},
			messageId: event.id,
		})),
		now,
	);
}
