/** What every workflow in examples/ has to be, so that whoever imports it finds it tidy, harmless and nobody's. */
import { FILES, isNote, linksOf, textOf, workflowOf } from './files';

/** Width and height of a node on n8n's canvas with its name below, in its own units. */
const NODE = { width: 100, height: 130 };

/** Numbers kept free for fiction in the United States. */
const FICTION = /^1555010\d{4}$/;

describe.each(FILES)('the example %s', (file) => {
	const text = textOf(file);
	const workflow = workflowOf(file);
	const nodes = workflow.nodes.filter((node) => !isNote(node));

	it('needs no expression and no code', () => {
		expect(text).not.toMatch(/={{|"=/);
		expect(nodes.map(({ type }) => type).filter((type) => /\.(code|function|functionItem)$/.test(type))).toEqual([]);
	});

	it('names no credential, account, instance or workflow', () => {
		expect(nodes.flatMap(({ credentials = {} }) => Object.values(credentials).map(({ id }) => id)).join('')).toBe('');
		expect(Object.keys(workflow).sort()).toEqual([...['connections', 'name', 'nodes'], ...(workflow.pinData ? ['pinData'] : []), 'settings']);
	});

	it('holds no people, secrets or ids of Meta', () => {
		const numbers = (text.match(/\+?\d[\d ]{8,}\d/g) ?? []).map((one) => one.replace(/\D/g, ''));
		const ids = nodes.flatMap(({ id, webhookId = '' }) => [id, webhookId]).join(' ');
		expect(numbers.filter((number) => !FICTION.test(number) && !ids.includes(number))).toEqual([]);
		expect(text).not.toMatch(/wamid\.|EAA[A-Za-z0-9]{20}|[0-9a-f]{32}|[\w.]+@(?!example\.)[\w-]+\.\w+/i);
		expect((text.match(/https?:\/\/[^\s"\\]+/g) ?? []).filter((url) => !/^https:\/\/(\w+\.)?example\.com\b/.test(url))).toEqual([]);
	});

	it('says in a note what it does, and names at most three things to fill in', () => {
		const note = workflow.nodes.find(isNote)!.parameters.content as string;
		expect(note).toMatch(/Fill in/);
		expect(note).not.toMatch(/\b4\. /);
	});

	it('has names that tell a story, each its own', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => /\d$|^(Webhook|Schedule Trigger|On form submission|No Operation)/.test(name))).toEqual([]);
	});

	it('reads from left to right, and no node lies on another', () => {
		expect(linksOf(workflow).filter(({ from, to }) => to.position[0] <= from.position[0]).map(({ from, to }) => `${from.name} -> ${to.name}`)).toEqual([]);
		const overlapping = nodes.flatMap((one, i) =>
			nodes.slice(i + 1).filter((other) => Math.abs(one.position[0] - other.position[0]) < NODE.width && Math.abs(one.position[1] - other.position[1]) < NODE.height).map((other) => `${one.name} / ${other.name}`),
		);
		expect(overlapping).toEqual([]);
	});

	it('leaves the note room of its own', () => {
		for (const { position: [x, y], parameters } of workflow.nodes.filter(isNote)) {
			const [width, height] = [Number(parameters.width), Number(parameters.height)];
			const covered = nodes.filter(({ position: [nx, ny] }) => nx < x + width && nx + NODE.width > x && ny < y + height && ny + NODE.height > y);
			expect(covered.map(({ name }) => name)).toEqual([]);
		}
	});
});
