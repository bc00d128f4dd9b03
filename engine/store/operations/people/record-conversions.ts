/** Records purchases and bookings: once per order, attributed to the last message that counts. */
import { touchAt, USUAL_ATTRIBUTION } from '../../../sequence/attribution';
import { stopRulesOf } from '../../../sequence/definition';
import { zoneOfRow } from '../../contact-zone';
import { StoreRefusal, type ConversionRequest, type RecordedConversion } from '../../contract';
import { groupBy } from '../../group-by';
import { newId } from '../../ids';
import { resolveContacts } from '../../sql/contacts';
import { lockContacts } from '../../sql/lock-rows';
import { conversionsByOrder, insertConversions, touchesOf, type ConversionRow, type TouchRow } from '../../sql/conversions';
import { liveEnrollmentsOf } from '../../sql/enrollments';
import { toContact, type ContactRow } from '../../sql/rows';
import type { Scope } from '../../sql/scope';
import { sequencesById, type Sequence } from '../../sql/sequences';
import { addTimeline } from '../../sql/timeline';
import { endEnrollments, saidSince } from '../runs/end-enrollments';
import { sequencesOf } from '../sequences/follow';

/** Values are kept in thousandths; beyond this their sum would lose its last digits. */
const LARGEST_VALUE = 1e9;

export async function recordConversions(scope: Scope, requests: ConversionRequest[]): Promise<RecordedConversion[]> {
	requests.forEach(check);
	const contacts = await resolveContacts(scope, requests.map(({ contact }) => contact));
	await lockContacts(scope, contacts.map(({ id }) => id));
	const known = await conversionsByOrder(scope, requests.map(({ orderId }) => orderId.trim()));
	const fresh: Array<{ row: ConversionRow; contact: ContactRow }> = [];
	requests.forEach((request, i) => {
		if (known.has(request.orderId.trim())) return;
		const row = newConversion(scope, request, contacts[i]!);
		known.set(row.order_id, row);
		fresh.push({ row, contact: contacts[i]! });
	});
	const sequences = await attribute(scope, fresh);
	const isFresh = await insertConversions(scope, fresh.map(({ row }) => row));
	const recorded = fresh.map(({ row }) => row).filter(({ id }) => isFresh.has(id));
	const lost = fresh.map(({ row }) => row.order_id).filter((order) => !isFresh.has(known.get(order)!.id));
	for (const [order, row] of await conversionsByOrder(scope, lost)) known.set(order, row);
	await write(scope, recorded);
	const ended = await endRuns(scope, recorded);
	return requests.map(({ orderId }, i): RecordedConversion => {
		const row = known.get(orderId.trim())!;
		// Of several requests for one order in a batch the first has recorded it.
		const isFirst = isFresh.delete(row.id);
		return {
			outcome: isFirst ? 'recorded' : 'known',
			id: row.id,
			contact: toContact(contacts[i]!),
			attributedTo: row.enrollment_id === null ? null : { enrollmentId: row.enrollment_id, sequence: sequences.get(row.sequence_id!)?.name ?? '', step: row.step },
			endedEnrollments: isFirst ? (ended.get(row.id) ?? []) : [],
		};
	});
}

function check({ orderId, value, currency, at }: ConversionRequest): void {
	if (orderId.trim() === '') throw new StoreRefusal('The conversion has no order ID. Give the id of the order or booking: by it the same one is counted once.');
	if (value !== null && (!Number.isFinite(value) || value < 0 || value > LARGEST_VALUE)) {
		throw new StoreRefusal(`The value of the order "${orderId}" is no amount of money. Write a number from 0 to ${LARGEST_VALUE}.`);
	}
	if (value !== null && !/^[A-Za-z]{3}$/.test(currency ?? '')) {
		throw new StoreRefusal(`The order "${orderId}" has a value but no currency. Write its three letters, such as EUR.`);
	}
	if (!Number.isFinite(at)) throw new StoreRefusal(`The time of the order "${orderId}" cannot be read. Write it like 2026-05-31T18:00:00Z.`);
}

function newConversion({ now }: Scope, { orderId, value, currency, coupon, at }: ConversionRequest, contact: ContactRow): ConversionRow {
	return {
		id: newId(now),
		order_id: orderId.trim(),
		contact_id: contact.id,
		value_thousandths: value === null ? null : Math.round(value * 1000),
		currency: value === null ? null : currency!.toUpperCase(),
		coupon: coupon?.trim() || null,
		at,
		enrollment_id: null,
		sequence_id: null,
		step: null,
	};
}

/** Last touch: of all messages that count by the rule of their sequence, the latest. */
async function attribute(scope: Scope, conversions: Array<{ row: ConversionRow; contact: ContactRow }>): Promise<Map<string, Sequence>> {
	const touches = await touchesOf(scope, conversions.map(({ contact }) => contact.id));
	const sequences = await sequencesById(scope, touches.map(({ sequence_id }) => sequence_id));
	const byContact = groupBy(touches, ({ contact_id }) => contact_id);
	for (const { row, contact } of conversions) {
		let last: { at: number; touch: TouchRow } | null = null;
		for (const touch of byContact.get(contact.id) ?? []) {
			const at = countsAt(touch, row, sequences.get(touch.sequence_id), contact);
			if (at !== null && (last === null || at > last.at)) last = { at, touch };
		}
		if (!last) continue;
		row.enrollment_id = last.touch.enrollment_id;
		row.sequence_id = last.touch.sequence_id;
		row.step = last.touch.step;
	}
	return sequences;
}

function countsAt(touch: TouchRow, row: ConversionRow, sequence: Sequence | undefined, contact: ContactRow): number | null {
	if (!sequence) return null;
	const { attribution = USUAL_ATTRIBUTION } = sequence.definition;
	const times = { sentAt: touch.accepted_at === null ? null : touch.sending_at, deliveredAt: touch.delivered_at, readAt: touch.read_at };
	return touchAt(times, attribution, row.coupon, row.at, zoneOfRow(contact, sequence));
}

async function write(scope: Scope, rows: ConversionRow[]): Promise<void> {
	await addTimeline(
		scope,
		rows.map((row) => ({
			contactId: row.contact_id,
			enrollmentId: row.enrollment_id,
			sequenceId: row.sequence_id,
			kind: 'conversion',
			step: row.step,
			detail: row.value_thousandths === null ? row.order_id : `${row.order_id}: ${row.value_thousandths / 1000} ${row.currency}`,
		})),
	);
	for (const { sequence_id, step, value_thousandths, currency } of rows) {
		if (sequence_id === null) continue;
		scope.counts.push({ sequence_id, step: step ?? '', event: 'conversion', total: 1 });
		if (value_thousandths !== null) scope.counts.push({ sequence_id, step: '', event: `revenue ${currency}`, total: value_thousandths });
	}
}

/** Runs whose sequence stops on a conversion and that had begun by then end as converted; by conversion. */
async function endRuns(scope: Scope, conversions: ConversionRow[]): Promise<Map<string, RecordedConversion['endedEnrollments']>> {
	const ended = new Map<string, RecordedConversion['endedEnrollments']>();
	if (conversions.length === 0) return ended;
	const live = await liveEnrollmentsOf(scope, conversions.map(({ contact_id }) => contact_id));
	const sequenceOf = await sequencesOf(scope, live);
	const endings = live.flatMap((enrollment) => {
		const sequence = sequenceOf(enrollment);
		const cause = conversions.find((one) => one.contact_id === enrollment.contact_id && saidSince(one.at, enrollment));
		if (!cause || enrollment.ended_at !== null || !stopRulesOf(sequence.definition).conversion) return [];
		ended.set(cause.id, [...(ended.get(cause.id) ?? []), { id: enrollment.id, sequence: sequence.name }]);
		return [{ enrollment, reason: 'converted' as const, state: 'converted' as const }];
	});
	await endEnrollments(scope, endings);
	return ended;
}
