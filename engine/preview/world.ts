/** Made-up sequences and people, as records of an export, so that a preview takes them in as it does real ones. */
import type { SequenceDefinition } from '../sequence/definition';
import { EXPORT_FORMAT } from '../store/operations/moving/export-account';
import { SCHEMA_VERSION } from '../store/schema';
import type { ExportRecord } from '../store/contract/maintenance';
import type { PreviewWorld } from './plan';

/** Of somebody without a phone number; as Meta writes such ids, in a country that there is not. */
const PRETEND_USER = 'XX.PREVIEW';

/** The account of a world that is made up altogether. */
const PRETEND_ACCOUNT = 'preview';

export interface PretendPerson {
	/** E.164; without one they are known by a WhatsApp user id, made up if need be. */
	phone?: string;
	userId?: string;
	name?: string;
	/** IANA zone, checked by the caller. */
	timeZone?: string;
	tags?: string[];
	attributes?: Record<string, unknown>;
	optedOut?: boolean;
	/** When they wrote last, in UTC milliseconds. */
	lastMessageAt?: number;
}

/** Ids are made of the names: the same contact is in the same A/B variant each time. */
export function pretendWorld(definitions: readonly SequenceDefinition[], startsAt: number): PreviewWorld {
	return {
		header: {
			kind: 'whatsapp-sequences-export',
			format: EXPORT_FORMAT,
			schema: SCHEMA_VERSION,
			account: PRETEND_ACCOUNT,
			exportedAt: new Date(startsAt).toISOString(),
			sequences: definitions.map(({ name, steps }) => ({ id: sequenceId(name), name, steps: steps.map((step) => step.name), open: true })),
		},
		records: definitions.flatMap((definition) => sequenceRecords(definition, startsAt)),
	};
}

const sequenceId = (name: string): string => `preview sequence ${name}`;

function sequenceRecords(definition: SequenceDefinition, at: number): ExportRecord[] {
	const [id, text] = [sequenceId(definition.name), JSON.stringify(definition)];
	return [
		{ table: 'sequence', row: { id, name: definition.name, version: 1, definition: text, open: 1, followed_version: 1, created_at: at } },
		{ table: 'sequence_version', row: { sequence_id: id, version: 1, definition: text, published_at: at } },
	];
}

/** The id of somebody who is made up. */
export function pretendId({ phone, userId }: PretendPerson): string {
	return `preview contact ${phone ?? userId ?? ''}`;
}

/** Somebody who is made up, as of a contact's record. */
export function pretendContact(person: PretendPerson, at: number): ExportRecord {
	const { phone = null } = person;
	const id = pretendId(person);
	const userId = person.userId ?? (phone === null ? PRETEND_USER : null);
	const blank: ExportRecord = {
		table: 'contact',
		row: { id, phone, user_id: userId, attributes: '{}', created_at: at, changed_at: at },
		aliases: [...(phone === null ? [] : [{ kind: 'phone', value: phone }]), ...(userId === null ? [] : [{ kind: 'user_id', value: userId }])],
		tags: [],
	};
	return changedContact(blank, person, at);
}

/** A contact's record with what is pretended of them on top of what is known. */
export function changedContact(record: ExportRecord, person: Omit<PretendPerson, 'phone' | 'userId'>, at: number): ExportRecord {
	const { name, timeZone, tags = [], attributes, optedOut, lastMessageAt } = person;
	const known = JSON.parse(String(record.row.attributes)) as Record<string, unknown>;
	const had = new Set(record.tags?.map(({ tag }) => tag));
	return {
		...record,
		row: {
			...record.row,
			...(name === undefined ? {} : { name }),
			...(timeZone === undefined ? {} : { time_zone: timeZone }),
			...(attributes === undefined ? {} : { attributes: JSON.stringify({ ...known, ...attributes }) }),
			...(optedOut ? { opted_out_by: 'manual', consent_at: at } : {}),
			...(lastMessageAt === undefined ? {} : { last_inbound_at: lastMessageAt, first_inbound_at: record.row.first_inbound_at ?? lastMessageAt }),
		},
		tags: [...(record.tags ?? []), ...tags.filter((tag) => !had.has(tag)).map((tag) => ({ tag, added_at: at }))],
	};
}
