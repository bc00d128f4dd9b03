/** One process of a bench: does what it is told, one order after the other. */
import { QUEUES } from './all';
import type { Answer, Order } from './processes';
import type { QueueWorker, WorkedOff } from './queue';

let worker: QueueWorker | undefined;

async function obey(order: Order): Promise<WorkedOff> {
	const from = Date.now();
	if (order.kind === 'open') {
		worker = await QUEUES[order.queue].open(order.place);
	} else if (!worker) {
		throw new Error('a process of the bench was told to work before it was opened');
	} else if (order.kind === 'work') {
		return await worker.workOff();
	} else if (order.kind === 'add') {
		await worker.add(order.share);
		return { items: order.share.count, from, until: Date.now() };
	} else {
		await worker.close();
	}
	return { items: 0, from, until: Date.now() };
}

process.on('message', (order: Order) => {
	const before = process.cpuUsage();
	const answer = (done: WorkedOff, error?: string): void => {
		const { user, system } = process.cpuUsage(before);
		process.send?.({ ...done, cpuMs: (user + system) / 1000, ...(error ? { error } : {}) } satisfies Answer);
	};
	obey(order).then(answer, (error: unknown) =>
		answer({ items: 0, from: 0, until: 0 }, error instanceof Error ? (error.stack ?? error.message) : String(error)),
	);
});

process.on('disconnect', () => process.exit());
