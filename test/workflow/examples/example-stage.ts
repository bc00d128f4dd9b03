/**
 * An example, imported as it is, with a clock that the test moves: n8n runs its nodes, the emulator stands in for Meta.
 * Only the date is pretended, and goes on from where it is set; sockets and timers are real.
 */
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { DEFAULT_TEMPLATES } from '../../../emulator/templates/defaults';
import { EXAMPLE_TEMPLATES } from '../../../emulator/templates/examples';
import { readDefinition } from '../../../nodes/SequenceTrigger/read-definition';
import { outputsOf } from '../../../nodes/SequenceTrigger/items';
import type { WorkflowJson } from '../../../scripts/n8n/rest-types';
import { Business, HOUR } from '../business';
import { example } from '../canvas';
import type { WorkflowRun } from '../run-workflow';

export const ADA = '+491701234567';
const ZONE = 'Europe/Berlin';

const REAL = [
	...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
	...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

export class ExampleStage {
	private constructor(
		readonly workflow: WorkflowJson,
		readonly business: Business,
	) {}

	/** @param startsAt local time in Berlin, where the customers are, too */
	static async open(file: string, startsAt = '2026-03-02T10:00'): Promise<ExampleStage> {
		jest.useFakeTimers({ now: DateTime.fromISO(startsAt, { zone: ZONE }).toMillis(), doNotFake: REAL, advanceTimers: true });
		const business = await Business.open({}, { templates: [...DEFAULT_TEMPLATES, ...EXAMPLE_TEMPLATES], pairIntervalMs: 0 });
		const stage = new ExampleStage(example(file), business);
		await stage.publish();
		return stage;
	}

	async close(): Promise<void> {
		await this.business.close();
		jest.useRealTimers();
	}

	/** As activating does it; nobody but the test hands out what is due. */
	private async publish(): Promise<void> {
		for (const { name, type } of this.workflow.nodes) {
			if (!type.endsWith('.sequenceTrigger')) continue;
			const trigger = await this.business.activate(this.workflow, { node: name });
			await trigger.closeFunction?.();
			const owner = { workflowId: 'example', nodeId: name, label: name };
			await this.business.store.publishSequence(readDefinition({ getNodeParameter: reader(this.parametersOf(name)) }, ZONE), owner, Date.now());
		}
	}

	parametersOf(name: string): IDataObject {
		return this.workflow.nodes.find((node) => node.name === name)!.parameters as IDataObject;
	}

	/** What the clock shows in Berlin, like "Mon 2 Mar 10:00". */
	get clock(): string {
		return DateTime.fromMillis(Date.now(), { zone: ZONE }).toFormat('ccc d LLL HH:mm');
	}

	moveTo(localTime: string): void {
		jest.setSystemTime(DateTime.fromISO(localTime, { zone: ZONE }).toMillis());
	}

	/** An execution that begins at a node, with the item that another program or n8n's own node brings. */
	async run(node: string, ...items: IDataObject[]): Promise<WorkflowRun> {
		const run = await this.business.run(this.workflow, { node, items });
		expect(run.error).toBeNull();
		return run;
	}

	/** A call of a webhook. */
	calls(node: string, body: IDataObject): Promise<WorkflowRun> {
		return this.run(node, { headers: { 'x-secret': 'of the caller' }, params: {}, query: {}, body });
	}

	/** Somebody writes; the workflow runs from its Message Trigger on. */
	async writes(node: string, text: string, phone = ADA): Promise<WorkflowRun> {
		return this.run(node, await this.business.receives(phone, text));
	}

	/** Moves the clock to the time of the next step and runs the workflow from its Sequence Trigger on. */
	async nextStep(node: string, phone = ADA): Promise<WorkflowRun> {
		const parameters = this.parametersOf(node) as { sequenceName: string; options: IDataObject; steps: { step: Array<{ name: string }> } };
		const { sequenceId, dueAt } = await this.business.standing(parameters.sequenceName, phone);
		if (dueAt === null) throw new Error(`nothing is due for ${phone}`);
		jest.setSystemTime(Math.max(dueAt, Date.now()));
		const claim = await this.business.store.claimDue({ sequenceId, owner: 'test', limit: 100, leaseMs: HOUR }, Date.now());
		const run = await this.business.run(this.workflow, { node, items: outputsOf(claim, parameters.options.outputPerStep ? parameters.steps.step.map(({ name }) => name) : null) });
		await this.business.store.endExecution(claim.lease, run.error ? { kind: 'error', error: run.error.message } : { kind: 'success' }, Date.now());
		expect(run.error).toBeNull();
		return run;
	}

	/** Plays the sequence to its end, or until it has nothing due: when each message came, and which it was. */
	async playOut(node: string, phone = ADA): Promise<string[]> {
		const told: string[] = [];
		const name = this.parametersOf(node).sequenceName as string;
		while ((await this.business.standing(name, phone)).dueAt !== null) {
			const before = (await this.business.accepted()).length;
			await this.nextStep(node, phone);
			told.push(...(await this.messages()).slice(before).map((message) => `${this.clock} ${message}`));
		}
		return told;
	}

	/** Every message that Meta accepted: the template, or the text. */
	async messages(): Promise<string[]> {
		return (await this.business.accepted()).map(({ type, body }) => {
			const { template, text, interactive } = body as { template?: { name: string }; text?: { body: string }; interactive?: { body: { text: string } } };
			return template?.name ?? text?.body ?? interactive?.body.text ?? type;
		});
	}

	standing(sequence: string, phone = ADA) {
		return this.business.standing(sequence, phone);
	}

	async facts(phone = ADA) {
		return (await this.business.store.tagsOf([{ phone }]))[0]!;
	}
}

/** Parameters by their path, as n8n's nodes read them. */
function reader(parameters: IDataObject) {
	return (path: string, fallback?: unknown): never => {
		const value = path.split('.').reduce<unknown>((all, part) => (all as IDataObject | undefined)?.[part], parameters);
		return (value ?? fallback) as never;
	};
}
