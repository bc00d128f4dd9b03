/** What can be done to a sequence as a whole. */
import { toE164 } from '../../contact/phone';
import { who } from '../contact/person';
import { link } from '../link';
import { reasonText } from '../state-mark';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

export async function pause({ store, query, user, now }: Visit): Promise<Answer> {
	const name = query.text('name');
	await store.pauseSequence(name, texts.byUser(user), now);
	return { kind: 'done', to: link('sequence', { name }), message: texts.sequence.pausedNow };
}

export async function resume({ store, query, now }: Visit): Promise<Answer> {
	const name = query.text('name');
	await store.resumeSequence(name, now);
	return { kind: 'done', to: link('sequence', { name }), message: texts.sequence.resumedNow };
}

/** @param country ISO code for numbers that are written without a country code */
export async function addSubscriber({ store, query, form, now }: Visit, country: string): Promise<Answer> {
	const name = query.text('name');
	const to = link('sequence', { name });
	const words = texts.subscribers;
	const phone = toE164(form.text('phone'), country);
	if (phone === null) return { kind: 'refused', to, message: words.noPhone(form.text('phone')) };
	const person = form.text('person');
	const contact = { phone, ...(person === '' ? {} : { name: person }) };
	const [result] = await store.enroll([{ sequence: name, contact, reentry: 'sequence', reference: null, context: {} }], now);
	const named = who(result!.contact);
	if (result!.outcome === 'kept') return { kind: 'done', to, message: words.kept(named) };
	if (result!.outcome === 'ignored' || result!.outcome === 'refused') {
		return { kind: 'refused', to, message: words.refused(named, reasonText(result!.reason, result!.rule)) };
	}
	return { kind: 'done', to, message: words.added(named) };
}
