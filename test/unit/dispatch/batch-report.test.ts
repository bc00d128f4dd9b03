import { BatchReport } from '../../../engine/dispatch/batch-report';
import { Pace } from '../../../engine/dispatch/pace';
import { sendBatch } from '../../../engine/dispatch/send-batch';
import type { BatchProgress, RunningBatch } from '../../../engine/store/contract';
import { FakeStore } from './fake-store';
import { VirtualTimers } from './virtual-timers';

it('a long batch tells every two seconds how far it is, and is gone at its end', async () => {
	const timers = new VirtualTimers();
	const store = new FakeStore();
	const noted: RunningBatch[] = [];
	const ended: string[] = [];
	const shown: BatchProgress[] = [];
	const began = timers.now();
	const ports = {
		beginSends: store.beginSends.bind(store),
		settleSends: store.settleSends.bind(store),
		noteBatch: async (batch: RunningBatch) => void noted.push(batch),
		batchEnded: async (id: string) => void ended.push(id),
	};
	store.forbid = ({ contact }) => (contact.phone === '+491700000001' ? { reason: 'opted_out' } : undefined);
	const report = new BatchReport({ id: 'b', sequenceId: 's', node: 'n', of: 400 }, ports, timers, (progress) => shown.push(progress));
	const sends = Array.from({ length: 400 }, (_, n) => ({
		request: { node: 'n', contact: { phone: `+4917000000${String(n).padStart(2, '0')}` }, category: 'session' as const, label: 'text' },
		content: { message: { type: 'text' as const, text: { body: 'Hi', preview_url: false } } },
		attempt: 1,
	}));
	const transport = { call: async () => ({ kind: 'ok' as const, body: { messages: [{ id: 'wamid.1' }] } }) };
	await timers.run(sendBatch({ store: report.counting, transport, phoneNumberId: '1', sends, pace: new Pace(80, timers), timers, random: () => 0 }));
	const last = await report.end();

	expect(shown.length).toBeGreaterThanOrEqual(2);
	expect(shown[0]!.done).toBeGreaterThan(100);
	expect(shown[0]!.perSecond).toBeGreaterThan(60);
	expect(shown[0]!.expectedEndAt! - began).toBeGreaterThan(4_500);
	expect(shown[0]!.expectedEndAt! - began).toBeLessThan(6_500);
	expect(noted.at(-1)).toMatchObject({ id: 'b', sequenceId: 's', of: 400 });
	expect(ended).toEqual(['b']);
	expect(last).toMatchObject({ done: 400, sent: 399 });
});
