/** What can be done to one run. Whatever the engine refuses is told with its reason. */
import { DateTime } from 'luxon';
import type { EnrollmentChange } from '../../store/contract';
import { link } from '../link';
import { reasonText } from '../state-mark';
import { texts } from '../texts';
import type { Answer, Visit } from '../visit';

const backTo = ({ query }: Visit): string => link('person', { id: query.text('id') });

async function change(visit: Visit, wanted: EnrollmentChange['change'], message: string): Promise<Answer> {
	const { store, query, now } = visit;
	const [changed] = await store.changeEnrollments([{ target: { id: query.text('run') }, change: wanted }], now);
	if (changed?.applied) return { kind: 'done', to: backTo(visit), message };
	return { kind: 'refused', to: backTo(visit), message: reasonText(changed?.reason ?? 'not_enrolled') };
}

export const pauseRun = (visit: Visit): Promise<Answer> => change(visit, { kind: 'pause' }, texts.contact.pausedNow);

export const resumeRun = (visit: Visit): Promise<Answer> =>
	change(visit, { kind: 'resume', unconfirmed: visit.form.oneOf('unconfirmed', ['leave', 'sent', 'again']) }, texts.contact.resumedNow);

export const skipStep = (visit: Visit): Promise<Answer> => change(visit, { kind: 'skip' }, texts.contact.skippedNow);

export const sendNow = (visit: Visit): Promise<Answer> => change(visit, { kind: 'reschedule', at: visit.now }, texts.contact.dueNow);

export async function reschedule(visit: Visit): Promise<Answer> {
	const at = DateTime.fromISO(visit.form.text('at'), { zone: visit.timeZone });
	if (!at.isValid) return { kind: 'refused', to: backTo(visit), message: texts.contact.noTime };
	return await change(visit, { kind: 'reschedule', at: at.toMillis() }, texts.contact.rescheduledNow);
}

export function cancelStep(visit: Visit): Promise<Answer> {
	const step = visit.query.text('step');
	return change(visit, { kind: 'cancel', step }, texts.contact.leftOutNow(step));
}

export async function removeRun(visit: Visit): Promise<Answer> {
	const { store, query, now } = visit;
	const target = { id: query.text('run') };
	const [view] = await store.getEnrollments([target]);
	const [removed] = await store.remove([target], 'removed', now);
	if (!removed) return { kind: 'refused', to: backTo(visit), message: reasonText('not_running') };
	return { kind: 'done', to: backTo(visit), message: texts.contact.removedNow(view?.sequence ?? '') };
}
