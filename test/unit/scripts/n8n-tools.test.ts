import { PassThrough } from 'node:stream';
import { setUpFromEnvironment } from '../../../scripts/n8n/environment';
import { parseFlatted } from '../../../scripts/n8n/flatted';
import { LogTail } from '../../../scripts/n8n/log-tail';
import { freePorts } from '../../../scripts/n8n/ports';
import { parseStat } from '../../../scripts/n8n/process-usage';

describe('parseFlatted', () => {
	it('puts shared and nested values back together', () => {
		const parsed = parseFlatted('[{"name":"1","list":"2","n":3,"none":null,"yes":true},"Ada",["1","3"],{"name":"1"}]');
		expect(parsed).toEqual({ name: 'Ada', list: ['Ada', { name: 'Ada' }], n: 3, none: null, yes: true });
	});

	it('keeps a value that contains itself', () => {
		const parsed = parseFlatted('[{"self":"0"}]') as { self: unknown };
		expect(parsed.self).toBe(parsed);
	});

	it('keeps a key named __proto__ as data', () => {
		const parsed = parseFlatted('[{"__proto__":"1"},{"polluted":true}]') as Record<string, unknown>;
		expect(Object.keys(parsed)).toEqual(['__proto__']);
		expect(parsed.polluted).toBeUndefined();
	});

	it('reads an empty array as no value', () => {
		expect(parseFlatted('[]')).toBeUndefined();
	});

	it('says so when the text is something else', () => {
		expect(() => parseFlatted('{}')).toThrow('not in the format');
	});
});

describe('parseStat', () => {
	it('reads parent and CPU time, whatever the command is called', () => {
		const line = '4242 (a) (b c) S 17 4242 4242 0 -1 4194304 900 0 1 0 250 50 0 0 20 0 11 0 123 456 789';
		expect(parseStat(line)).toEqual({ parent: 17, cpuSeconds: 3 });
	});

	it('gives nothing for a process that ended in the meantime', () => {
		expect(parseStat('')).toBeUndefined();
	});
});

describe('LogTail', () => {
	it('keeps the last lines, the unfinished one included', () => {
		const tail = new LogTail(2);
		const stream = new PassThrough();
		tail.follow(stream);
		for (const chunk of ['one\ntw', 'o\nthree\nfo', 'ur']) stream.write(chunk);
		expect(tail.text()).toBe('three\nfour');
		expect(tail.text(1)).toBe('four');
	});
});

describe('freePorts', () => {
	it('gives different ports', async () => {
		const ports = await freePorts(20);
		expect(new Set(ports).size).toBe(20);
	});
});

describe('setUpFromEnvironment', () => {
	it('says what is missing and which command provides it', () => {
		expect(() => setUpFromEnvironment({})).toThrow(/N8N_INSTALL is not set.*npm run test:e2e/);
		expect(() => setUpFromEnvironment({ N8N_INSTALL: '/no/such/folder' })).toThrow('/no/such/folder, which does not exist');
	});
});
