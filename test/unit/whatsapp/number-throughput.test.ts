import { NumberThroughput } from '../../../engine/whatsapp/number-throughput';
import type { GraphAnswer, GraphRequest, GraphTransport } from '../../../engine/whatsapp/transport';

const MINUTE = 60_000;

interface World {
	now: number;
	requests: GraphRequest[];
	answer: GraphAnswer;
	transport: GraphTransport;
	throughput: NumberThroughput;
}

function world(): World {
	const here: World = {
		now: 0,
		requests: [],
		answer: { kind: 'ok', body: { throughput: { level: 'HIGH' }, id: 'PNID' } },
		transport: {
			async call(request) {
				here.requests.push(request);
				return here.answer;
			},
		},
		throughput: new NumberThroughput('PNID', () => here.now),
	};
	return here;
}

const level = (name: string): GraphAnswer => ({ kind: 'ok', body: { throughput: { level: name } } });

describe('the throughput of a number', () => {
	it.each([
		['STANDARD', 80],
		['HIGH', 1_000],
	])('is what Meta says: %s means %i messages a second', async (name, perSecond) => {
		const here = world();
		here.answer = level(name);
		expect(await here.throughput.read(here.transport)).toBe(perSecond);
		expect(here.requests).toEqual([{ method: 'GET', path: 'PNID', query: { fields: 'throughput' } }]);
	});

	it.each<[string, GraphAnswer]>([
		['a level that is not known', level('NOT_APPLICABLE')],
		['a name that every object has', level('constructor')],
		['an answer without the field', { kind: 'ok', body: { id: 'PNID' } }],
		['no connection', { kind: 'unreachable', detail: 'No connection.' }],
	])('stays open after %s, and Meta is asked again some minutes later', async (_, answer) => {
		const here = world();
		here.answer = answer;
		expect(await here.throughput.read(here.transport)).toBeUndefined();
		here.now += MINUTE;
		await here.throughput.read(here.transport);
		expect(here.requests).toHaveLength(1);
		here.now += 5 * MINUTE;
		here.answer = level('HIGH');
		expect(await here.throughput.read(here.transport)).toBe(1_000);
	});

	it('is asked for once an hour, by all who want to know at the same time together', async () => {
		const here = world();
		expect(await Promise.all([here.throughput.read(here.transport), here.throughput.read(here.transport)])).toEqual([1_000, 1_000]);
		here.now += 59 * MINUTE;
		await here.throughput.read(here.transport);
		expect(here.requests).toHaveLength(1);
		here.now += MINUTE;
		here.answer = level('STANDARD');
		expect(await here.throughput.read(here.transport)).toBe(80);
	});

	it('keeps what Meta said last while Meta does not answer', async () => {
		const here = world();
		await here.throughput.read(here.transport);
		here.now += 60 * MINUTE;
		here.answer = { kind: 'lost', detail: 'Broken.' };
		expect(await here.throughput.read(here.transport)).toBe(1_000);
	});
});
