/** Conversions: one row per order of the user's, whatever became of it. */
import { asRows } from '../driver';
import type { Scope } from './scope';

export interface ConversionRow {
	id: string;
	order_id: string;
	contact_id: string;
	value_thousandths: number | null;
	currency: string | null;
	coupon: string | null;
	at: number;
	enrollment_id: string | null;
	sequence_id: string | null;
	step: string | null;
}

const COLUMNS = {
	id: 'text',
	account: 'text',
	order_id: 'text',
	contact_id: 'text',
	value_thousandths: 'bigint',
	currency: 'text',
	coupon: 'text',
	at: 'bigint',
	enrollment_id: 'text',
	sequence_id: 'text',
	step: 'text',
	recorded_at: 'bigint',
} as const;

const NAMES = 'id, order_id, contact_id, value_thousandths, currency, coupon, at, enrollment_id, sequence_id, step';

export async function conversionsByOrder({ session, account }: Scope, orderIds: string[]): Promise<Map<string, ConversionRow>> {
	if (orderIds.length === 0) return new Map();
	const rows = await session.all<ConversionRow>(
		`SELECT ${NAMES.split(', ').map((name) => `c.${name}`).join(', ')}
		FROM ${session.dialect.rows('wanted', { order_id: 'text' })} w
		CROSS JOIN conversion c WHERE c.account = :account AND c.order_id = w.order_id`,
		{ account, wanted: asRows([...new Set(orderIds)].map((order_id) => ({ order_id }))) },
	);
	return new Map(rows.map((row) => [row.order_id, row]));
}

/** Writes them and answers the ids of those that went in: an order that somebody recorded meanwhile is left as it is. */
export async function insertConversions({ session, account, now }: Scope, rows: ConversionRow[]): Promise<Set<string>> {
	if (rows.length === 0) return new Set();
	const columns = Object.keys(COLUMNS).join(', ');
	const inserted = await session.all<{ id: string }>(
		`INSERT INTO conversion (${columns}) SELECT ${columns} FROM ${session.dialect.rows('batch', COLUMNS)} n WHERE 1 = 1
		ON CONFLICT (account, order_id) DO NOTHING RETURNING id`,
		{ batch: asRows(rows.map((row) => ({ ...row, account, recorded_at: now }))) },
	);
	return new Set(inserted.map(({ id }) => id));
}

/** What may have led to a conversion: the messages of sequences that contacts got since then. */
export interface TouchRow {
	contact_id: string;
	enrollment_id: string;
	sequence_id: string;
	step: string | null;
	sending_at: number;
	accepted_at: number | null;
	delivered_at: number | null;
	read_at: number | null;
}

export async function touchesOf({ session }: Scope, contactIds: string[]): Promise<TouchRow[]> {
	if (contactIds.length === 0) return [];
	return session.all<TouchRow>(
		`SELECT s.contact_id, s.enrollment_id, s.sequence_id, s.step, s.sending_at, s.accepted_at, s.delivered_at, s.read_at
		FROM ${session.dialect.rows('wanted', { id: 'text' })} w
		CROSS JOIN send s WHERE s.contact_id = w.id AND s.enrollment_id IS NOT NULL AND s.wamid IS NOT NULL`,
		{ wanted: asRows([...new Set(contactIds)].map((id) => ({ id }))) },
	);
}
