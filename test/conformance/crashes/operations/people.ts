/** What is kept of people, moved and forgotten. */
import { DAY, message, person, phoneOf, START } from '../../builders';
import { exportAll, fillAccount, withOtherStore } from '../../moving';
import { claimOne, enrollOne, firstStepClaimed, LIVING, publish, sendAccepted, sendRequest } from '../../verbs';
import { allowed, LATER, OUTCOMES, type Operation } from './operation';

export const PEOPLE: Operation[] = [
	{
		name: 'recording conversions that end a run and begin the next one, with tags',
		prepare: async (account) => {
			await publish(account, { name: 'after-sales' }, 'second');
			const tags = { progress: true, completed: 'bought' };
			const id = await publish(account, { stopOn: { conversion: true }, next: { sequence: 'after-sales', on: 'converted' }, tags });
			await enrollOne(account);
			const [permit] = allowed(await account.beginSends([sendRequest(await claimOne(account, id))], START));
			await account.settleSends([{ sendId: permit!.sendId, outcome: OUTCOMES[0]! }], START);
			const order = { contact: person(), orderId: 'o-1', value: 5, currency: 'EUR', coupon: null, at: LATER };
			return () => account.recordConversions([order, { ...order, orderId: 'o-2' }], LATER);
		},
	},
	{
		name: 'adding and removing tags',
		prepare: async (account) => {
			await account.addTags([{ contact: person(1), tags: ['old'] }], START);
			return () => account.addTags([{ contact: person(1), tags: ['new', 'old'] }, { contact: person(2), tags: ['new'] }], START);
		},
	},
	{
		name: 'importing an account, in part over what is there',
		prepare: async (account) => {
			await publish(account);
			await enrollOne(account, person(1));
			const { header, records } = await withOtherStore(async (other) => {
				await sendAccepted(other, await firstStepClaimed(other), 'wamid.out');
				await other.applyWebhook([message('wamid.stop', 'STOP', LATER, { phone: phoneOf(2) })], LIVING, LATER);
				return await exportAll(other);
			});
			return () => account.importRecords(header, records, 'allow', LATER);
		},
	},
	{
		name: 'erasing people, one of whom had opted out',
		prepare: async (account) => {
			await fillAccount(account);
			return () => account.erasePeople([person(1), person(9)], LATER);
		},
	},
	{
		name: 'forgetting what is old',
		prepare: async (account) => {
			await fillAccount(account);
			return () => account.prune({ historyBefore: START + DAY, after: null, limit: 100 }, START + 30 * DAY);
		},
	},
];
