import { Pace } from '../../../engine/dispatch/pace';
import type { PreparedSend } from '../../../engine/dispatch/prepared-send';
import { sendBatch, type SendBatch } from '../../../engine/dispatch/send-batch';
import { StoreRefusal } from '../../../engine/store/contract';
import type { GraphAnswer, GraphRequest } from '../../../engine/whatsapp/transport';
import { FakeStore } from './fake-store';
import { VirtualTimers } from './virtual-timers';

const phoneOf = (index: number): string => `+4917000${String(index).padStart(5, '0')}`;

function textTo(phone: string): PreparedSend {
	return {
		request: { node: 'node-1', contact: { phone }, category: 'session', label: 'text' },
		content: { message: { type: 'text', text: { body: 'Hello', preview_url: false } } },
		attempt: 1,
	};
}

const manyTexts = (count: number): PreparedSend[] => Array.from({ length: count }, (_, index) => textTo(phoneOf(index)));

const accepted = (request: GraphRequest): GraphAnswer => ({ kind: 'ok', body: { messages: [{ id: `wamid.${String(request.body?.to)}` }] } });

const refusedWith = (code: number): GraphAnswer => ({
	kind: 'refused',
	status: 400,
	error: { code, message: `(#${code})`, details: '', transient: false, traceId: '' },
});

interface World {
	store: FakeStore;
	timers: VirtualTimers;
	posts: GraphRequest[];
	answer: (request: GraphRequest, number: number) => GraphAnswer | Promise<GraphAnswer>;
}

function world(): World {
	return { store: new FakeStore(), timers: new VirtualTimers(), posts: [], answer: accepted };
}

function run(world: World, sends: PreparedSend[], more: Partial<SendBatch> = {}) {
	const { store, timers, posts } = world;
	const batch: SendBatch = {
		store,
		timers,
		phoneNumberId: '1065',
		sends,
		pace: new Pace(80, timers),
		random: () => 0,
		transport: {
			call: async (request) => {
				const number = posts.push(request);
				// Meta takes a while.
				await new Promise<void>((resolve) => void timers.after(100, resolve));
				return await world.answer(request, number);
			},
		},
		...more,
	};
	return timers.run(sendBatch(batch));
}

describe('sendBatch', () => {
	it('posts each message once with its callback data and answers in the order of the batch', async () => {
		const here = world();
		const results = await run(here, manyTexts(300));
		expect(here.posts).toHaveLength(300);
		expect(here.posts[0]).toEqual({
			method: 'POST',
			path: '1065/messages',
			body: {
				messaging_product: 'whatsapp',
				recipient_type: 'individual',
				to: phoneOf(0),
				type: 'text',
				text: { body: 'Hello', preview_url: false },
				biz_opaque_callback_data: 'callback-send-1',
			},
		});
		results.forEach((result, index) => {
			expect(result).toMatchObject({ kind: 'settled', outcome: { kind: 'accepted', wamid: `wamid.${phoneOf(index)}` } });
		});
	});

	it('works in chunks and groups, never one call per message', async () => {
		const here = world();
		await run(here, manyTexts(1000), { pace: new Pace(1000, here.timers) });
		expect(here.store.beginCalls.length).toBeLessThanOrEqual(25);
		expect(here.store.settleCalls.length).toBeLessThanOrEqual(25);
		expect(here.store.settlements).toHaveLength(1000);
	});

	it('writes results while other messages are still under way', async () => {
		const here = world();
		let settledWhenLastLeft = 0;
		here.answer = (request) => {
			settledWhenLastLeft = here.store.settlements.length;
			return accepted(request);
		};
		await run(here, manyTexts(300));
		expect(settledWhenLastLeft).toBeGreaterThan(200);
	});

	it('marks only a small part as sending ahead of its POST', async () => {
		const here = world();
		let mostAhead = 0;
		here.answer = (request) => {
			mostAhead = Math.max(mostAhead, here.store.begun.length - here.posts.length);
			return accepted(request);
		};
		await run(here, manyTexts(300));
		expect(mostAhead).toBeLessThanOrEqual(12);
	});

	it('keeps to the pace: 160 messages at 80 a second take about two seconds', async () => {
		const here = world();
		const start = here.timers.now();
		await run(here, manyTexts(160));
		expect(here.timers.now() - start).toBeGreaterThan(1_900);
		expect(here.timers.now() - start).toBeLessThan(2_500);
	});

	it('posts nothing that the store does not permit', async () => {
		const here = world();
		here.store.forbid = ({ contact }) => (contact.phone === phoneOf(1) ? { reason: 'opted_out' } : undefined);
		const results = await run(here, manyTexts(3));
		expect(here.posts).toHaveLength(2);
		expect(results.map(({ kind }) => kind)).toEqual(['settled', 'denied', 'settled']);
	});

	it('addresses people without a phone number by their user id', async () => {
		const here = world();
		const send = textTo('');
		send.request.contact = { userId: 'US.1' };
		await run(here, [send]);
		expect(here.posts[0].body).toMatchObject({ recipient: 'US.1' });
		expect(here.posts[0].body).not.toHaveProperty('to');
	});

	it('turns each kind of answer into the outcome it means', async () => {
		const here = world();
		const answers: GraphAnswer[] = [
			{ kind: 'lost', detail: 'gone' },
			{ kind: 'unreachable', detail: 'no way' },
			refusedWith(131026),
			{ kind: 'ok', body: {} },
			{ kind: 'ok', body: { messages: [{ id: 'wamid.5' }], contacts: [{ user_id: 'US.5' }] } },
		];
		here.answer = (_request, number) => answers[number - 1];
		const results = await run(here, manyTexts(5), { pace: new Pace(1, here.timers) });
		expect(results.map((result) => (result.kind === 'settled' ? result.outcome : result))).toEqual([
			{ kind: 'unknown', detail: 'gone' },
			{ kind: 'not_posted', reason: 'meta_unavailable', detail: 'no way', retryAfterMs: 6_000 },
			{ kind: 'refused', error: { code: 131026, text: '(#131026)' }, disposition: 'undeliverable' },
			{ kind: 'unknown', detail: expect.any(String) },
			{ kind: 'accepted', wamid: 'wamid.5', userId: 'US.5' },
		]);
	});

	it('sends nothing more of a template that Meta has paused, and goes on with the others', async () => {
		const here = world();
		const promo = manyTexts(200).map((send, index): PreparedSend => ({
			...send,
			request: { ...send.request, category: 'marketing', label: index % 2 === 0 ? 'promo (en)' : 'other (en)' },
			content: { message: { type: 'template', template: { name: index % 2 === 0 ? 'promo' : 'other' } } },
		}));
		here.answer = (request) => ((request.body?.template as { name: string }).name === 'promo' ? refusedWith(132015) : accepted(request));
		const results = await run(here, promo);
		const reasons = results.map((result) => (result.kind === 'settled' ? (result.outcome.kind === 'not_posted' ? result.outcome.reason : result.outcome.kind) : result.kind));
		expect(reasons.filter((_, index) => index % 2 === 1)).toEqual(Array(100).fill('accepted'));
		expect(new Set(reasons.filter((_, index) => index % 2 === 0))).toEqual(new Set(['refused', 'template_missing']));
		expect(here.posts.length).toBeLessThan(130);
	});

	it('posts what the permit is for: the session message, or the template in its place', async () => {
		const here = world();
		const [send] = manyTexts(1);
		const auto: PreparedSend = {
			...send,
			request: { ...send.request, instead: { category: 'marketing', label: 'promo (en)' } },
			content: { message: { type: 'text', text: { body: 'Hi' } }, instead: { type: 'template', template: { name: 'promo' } } },
		};
		await run(here, [auto]);
		const { beginSends } = here.store;
		here.store.beginSends = async (requests) => (await beginSends.call(here.store, requests)).map((permit) => (permit.allowed ? { ...permit, instead: true } : permit));
		await run(here, [auto]);
		expect(here.posts.map(({ body }) => body?.type)).toEqual(['text', 'template']);
	});

	it('slows down for the messages behind when Meta refuses one for its throughput', async () => {
		const here = world();
		const pace = new Pace(80, here.timers);
		here.answer = (request, number) => (number === 1 ? refusedWith(130429) : accepted(request));
		const start = here.timers.now();
		await run(here, manyTexts(200), { pace });
		expect(here.timers.now() - start).toBeGreaterThan(3_000);
	});

	it('takes a transport that throws for a lost answer', async () => {
		const here = world();
		here.answer = () => {
			throw new TypeError('odd');
		};
		expect(await run(here, manyTexts(1))).toMatchObject([{ kind: 'settled', outcome: { kind: 'unknown' } }]);
	});

	it('stops between two messages: those under way end, the others are settled as not posted', async () => {
		const here = world();
		const abort = new AbortController();
		here.answer = (request, number) => {
			if (number === 10) abort.abort();
			return accepted(request);
		};
		const results = await run(here, manyTexts(200), { signal: abort.signal });
		const outcomes = results.map((result) => (result.kind === 'settled' ? result.outcome : { kind: result.kind }));
		const left = outcomes.filter(({ kind }) => kind === 'accepted').length;
		expect(left).toBe(here.posts.length);
		expect(left).toBeLessThan(60);
		expect(outcomes.filter(({ kind }) => kind === 'not_posted')).toHaveLength(200 - left);
		expect(here.store.settlements).toHaveLength(200);
	});

	it('stops posting once Meta refuses the account, and tells the rest why', async () => {
		const here = world();
		here.answer = () => refusedWith(190);
		const results = await run(here, manyTexts(200));
		expect(here.posts.length).toBeLessThan(60);
		expect(results[199]).toMatchObject({ kind: 'settled', outcome: { kind: 'not_posted', reason: 'credential_refused' } });
	});

	it('stops trying when Meta cannot be reached', async () => {
		const here = world();
		here.answer = () => ({ kind: 'unreachable', detail: 'No connection.' });
		const results = await run(here, manyTexts(200));
		expect(here.posts.length).toBeLessThan(60);
		expect(results[199]).toMatchObject({ kind: 'settled', outcome: { kind: 'not_posted', reason: 'meta_unavailable' } });
	});

	it('settles what is withheld or objected to without a POST', async () => {
		const here = world();
		const withheld = { reason: 'meta_unavailable' as const, detail: 'No templates.', retryAfterMs: 5 };
		const results = await run(here, [{ ...textTo(phoneOf(0)), content: { withheld } }, textTo(phoneOf(1))], {
			objection: () => ({ ...withheld, reason: 'not_a_test_recipient' }),
		});
		expect(here.posts).toHaveLength(0);
		expect(results).toMatchObject([
			{ outcome: { kind: 'not_posted', reason: 'meta_unavailable' } },
			{ outcome: { kind: 'not_posted', reason: 'not_a_test_recipient' } },
		]);
	});

	it('writes a result again when the database was busy', async () => {
		const here = world();
		here.store.settleFaults = [new Error('busy'), new Error('busy')];
		expect(await run(here, manyTexts(1))).toMatchObject([{ kind: 'settled' }]);
	});

	it('keeps the results that could not be written, and begins nothing more', async () => {
		const here = world();
		here.store.settleFaults = Array.from({ length: 100 }, () => new Error('disk full'));
		const results = await run(here, manyTexts(2000));
		expect(results.filter(({ kind }) => kind === 'settled')).toHaveLength(0);
		const left = results.filter((result) => result.kind === 'unrecorded' && result.outcome.kind === 'accepted');
		expect(left).toHaveLength(here.posts.length);
		expect(here.posts.length).toBeLessThan(1000);
		expect(results[1999]).toMatchObject({ kind: 'failed', error: { message: 'disk full' } });
	});

	it('keeps one refused contact from holding back its neighbours', async () => {
		const here = world();
		const begin = here.store.beginSends.bind(here.store);
		here.store.beginSends = async (requests) => {
			if (requests.some(({ contact }) => contact.phone === phoneOf(2))) throw new StoreRefusal('Nobody has this id.');
			return await begin(requests);
		};
		const results = await run(here, manyTexts(5));
		expect(results.map(({ kind }) => kind)).toEqual(['settled', 'settled', 'failed', 'settled', 'settled']);
	});

	it('begins nothing more when the store fails', async () => {
		const here = world();
		here.store.beginFaults = [new Error('gone')];
		const results = await run(here, manyTexts(100));
		expect(here.posts).toHaveLength(0);
		expect(here.store.beginCalls).toHaveLength(1);
		expect(results.every(({ kind }) => kind === 'failed')).toBe(true);
	});
});
