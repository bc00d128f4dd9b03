/** Several processes that work on one queue at once, each on its own share, started by the same shot. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { ask } from '../processes';
import type { QueueName } from './all';
import type { Place, Share, WorkedOff } from './queue';

export type Order = { kind: 'open'; queue: QueueName; place: Place } | { kind: 'add'; share: Share } | { kind: 'work' } | { kind: 'close' };

/** What a process answers to each order: when it did it, and the CPU that it took for it. */
export type Answer = WorkedOff & { cpuMs: number; error?: string };

/** What all processes did together. */
export interface Figures {
	items: number;
	/** From the first one's start to the last one's end. */
	seconds: number;
	/** Of the Node processes; what PostgreSQL spends is not in it. */
	cpuMs: number;
}

export class Processes {
	private constructor(private readonly children: ChildProcess[]) {}

	static async start(count: number, queue: QueueName, place: Place): Promise<Processes> {
		const children = Array.from({ length: count }, () => fork(path.join(__dirname, 'process.ts')));
		const processes = new Processes(children);
		await processes.tell(() => ({ kind: 'open', queue, place }));
		return processes;
	}

	async add(items: number): Promise<Figures> {
		const share = Math.ceil(items / this.children.length);
		return together(
			await this.tell((index) => {
				const from = index * share;
				return { kind: 'add', share: { from, count: Math.min(share, items - from) } };
			}),
		);
	}

	async workOff(): Promise<Figures> {
		return together(await this.tell(() => ({ kind: 'work' })));
	}

	async stop(): Promise<void> {
		await this.tell(() => ({ kind: 'close' })).finally(() => {
			for (const child of this.children) child.kill();
		});
	}

	private async tell(order: (index: number) => Order): Promise<Answer[]> {
		return await Promise.all(this.children.map((child, index) => ask<Order, Answer>(child, order(index))));
	}
}

function together(answers: Answer[]): Figures {
	const from = Math.min(...answers.map((answer) => answer.from));
	const until = Math.max(...answers.map((answer) => answer.until));
	const sum = (of: (answer: Answer) => number): number => answers.reduce((total, answer) => total + of(answer), 0);
	return { items: sum(({ items }) => items), seconds: (until - from) / 1000, cpuMs: sum(({ cpuMs }) => cpuMs) };
}
