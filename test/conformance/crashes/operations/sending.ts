/** Claiming due steps, sending them, and settling what became of them. */
import { HOUR, message, person, phoneOf, preference, START, status, step } from '../../builders';
import { claim, claimOne, enrollOne, LIVING, publish, sendRequest } from '../../verbs';
import { allowed, claimed, LATER, OUTCOMES, type Operation } from './operation';

export const SENDING: Operation[] = [
	{
		name: 'claiming what has expired',
		prepare: async (account) => {
			const id = await publish(account, { expireAfter: { amount: 1, unit: 'seconds' }, steps: [step('late', { amount: 1, unit: 'hours' })] });
			await enrollOne(account);
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'claiming, with steps left by a dead process',
		prepare: async (account) => {
			const { id, requests } = await claimed(account, 2);
			await account.beginSends([requests[0]!], START);
			await enrollOne(account, person(7), {}, LATER);
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'claiming steps that were switched off',
		prepare: async (account) => {
			const id = await publish(account, { steps: [step('hello'), step('end')] });
			await enrollOne(account);
			await publish(account, { steps: [step('hello', undefined, { enabled: false }), step('end')] });
			return () => claim(account, id, LATER);
		},
	},
	{
		name: 'beginning sends: new ones, repeated ones, refused ones, strangers',
		prepare: async (account) => {
			const { id, requests } = await claimed(account, 3);
			const [first] = allowed(await account.beginSends([requests[0]!], START));
			await account.settleSends([{ sendId: first!.sendId, outcome: OUTCOMES[2]! }], START);
			const again = await claimOne(account, id, START + HOUR).catch(() => null);
			const retaken = again ? [sendRequest(again)] : [];
			await account.applyWebhook([preference('stop', START - HOUR, { phone: phoneOf(2) })], LIVING, START);
			const stranger = { node: 'n', contact: { phone: phoneOf(9), name: 'Eve' }, category: 'utility', label: 'x' } as const;
			return () => account.beginSends([...requests.slice(1), ...retaken, stranger], START + 1);
		},
	},
	{
		name: 'settling sends in every way',
		prepare: async (account) => {
			const { requests } = await claimed(account, OUTCOMES.length);
			const permits = allowed(await account.beginSends(requests, START));
			return () => account.settleSends(permits.map(({ sendId }, n) => ({ sendId, outcome: OUTCOMES[n]! })), START);
		},
	},
	{
		name: 'refusing steps',
		prepare: async (account) => {
			const { requests } = await claimed(account, 2);
			return () =>
				account.refuseSteps(
					requests.map(({ step: held }, n) => ({ step: held!, reason: 'missing_variable', detail: 'name', action: n === 0 ? 'skip' : 'fail' })),
					START,
				);
		},
	},
	{
		name: 'applying a webhook of statuses, opt-outs and messages',
		prepare: async (account) => {
			const { requests } = await claimed(account, 5);
			const permits = allowed(await account.beginSends(requests, START));
			await account.settleSends([{ sendId: permits[0]!.sendId, outcome: OUTCOMES[0]! }], START);
			const { callbackData } = permits[1]!;
			return () =>
				account.applyWebhook(
					[
						status('wamid.out0', 'failed', START, { error: { code: 131026, text: 'undeliverable' } }),
						status('wamid.out1', 'read', START, { callbackData }),
						preference('stop', LATER, { phone: phoneOf(2) }),
						message('wamid.a', 'thanks', LATER, { phone: phoneOf(3), userId: 'DE.3', name: 'Ana' }),
						message('wamid.b', 'STOP', LATER, { phone: phoneOf(4) }),
						message('wamid.c', 'hello', LATER, { phone: phoneOf(9) }),
					],
					LIVING,
					LATER,
				);
		},
	},
	{
		name: 'keeping messages until their execution has ended',
		prepare: async (account) => {
			const wamids = ['wamid.a', 'wamid.b'];
			await account.applyWebhook(wamids.map((wamid, n) => message(wamid, 'hello', START, { phone: phoneOf(n) })), LIVING, START);
			return () => account.keepMessages('workflow/node', wamids.map((wamid) => ({ wamid, item: '{}' })));
		},
	},
	{
		name: 'ending an execution with steps done, begun and untouched',
		prepare: async (account) => {
			const { requests, taken } = await claimed(account, 3);
			await account.beginSends(requests.slice(0, 2), START);
			return () => account.endExecution(taken.lease, { kind: 'error', error: 'boom' }, START);
		},
	},
	{
		name: 'finding sends whose process died',
		prepare: async (account) => {
			const { requests } = await claimed(account, 3);
			await account.beginSends(requests.slice(0, 2), START);
			return () => account.markStranded(START + HOUR);
		},
	},
	{
		name: 'taking leases back',
		prepare: async (account) => {
			const { id } = await claimed(account, 3);
			return () => account.reclaimFrom(id, 'the living', START + 1);
		},
	},
];
