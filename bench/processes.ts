/** Asking a child process for work and waiting for its answer. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Sends the order; the answer, or an error when the child reports one or is gone. */
export async function ask<Order extends object, Answer extends { error?: string }>(child: ChildProcess, order: Order): Promise<Answer> {
	const stop = new AbortController();
	const answered = once(child, 'message', stop) as Promise<[Answer]>;
	const gone = once(child, 'exit', stop).then(([code]) => {
		throw new Error(`a process of the bench ended with code ${code}`);
	});
	child.send(order);
	try {
		const [answer] = await Promise.race([answered, gone]);
		if (answer.error) throw new Error(answer.error);
		return answer;
	} finally {
		// Whichever did not come is waited for no longer.
		stop.abort();
		await Promise.allSettled([answered, gone]);
	}
}
