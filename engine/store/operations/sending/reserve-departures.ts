/**
 * A number's pace, shared by all processes: whoever sends reserves some departures at once, a quarter of a second's worth,
 * so the one row is written four times a second at any speed and with any number of processes. They take turns, since
 * each asks for more only as its own run out.
 */
import { intervalOf, ONE_REFUSAL_MS, recovered, slowed } from '../../../whatsapp/throughput';
import type { DepartureRequest, Departures } from '../../contract';
import type { Scope } from '../../sql/scope';
import { lockPace, writePace } from '../../sql/pace';

export async function reserveDepartures(scope: Scope, { perSecond, count }: DepartureRequest): Promise<Departures> {
	const { now } = scope;
	const row = await lockPace(scope, perSecond);
	const rate = recovered(row.rate / 1000, perSecond, now - row.rated_at);
	const everyMs = intervalOf(rate);
	// Departures that nobody asked for are gone; and after the clock was set back nobody waits for the time lost.
	const free = Math.min(row.next_us, (now + 60_000) * 1000);
	const first = Math.max(free, now * 1000);
	await writePace(scope, { ...row, next_us: Math.round(first + count * everyMs * 1000), rate: Math.round(rate * 1000), rated_at: now });
	return { firstAt: first / 1000, everyMs, count };
}

/** Meta refused a message for its throughput (130429). */
export async function slowPace(scope: Scope, perSecond: number): Promise<void> {
	const { now } = scope;
	const row = await lockPace(scope, perSecond);
	if (row.slowed_at !== null && Math.abs(now - row.slowed_at) < ONE_REFUSAL_MS) return;
	const rate = slowed(recovered(row.rate / 1000, perSecond, now - row.rated_at));
	await writePace(scope, { ...row, rate: Math.round(rate * 1000), rated_at: now, slowed_at: now });
}
