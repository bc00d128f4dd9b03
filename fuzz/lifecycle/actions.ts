/** What can happen in a history: plain JSON, so that a failing one can be read, shrunk and played again. */
import fc from 'fast-check';
import type { SequenceDefinition } from '../../engine/sequence/definition';
import type { Verdict } from '../../engine/sequence/review';
import { edit, plans, rarely, type Edit } from './plans';

/** What becomes of a POST. `lost` ones have no answer; `left` says whether Meta had taken the message all the same. */
export type Answer =
	| { kind: 'accepted' }
	| { kind: 'refused'; code: number }
	| { kind: 'not posted' }
	| { kind: 'lost'; left: boolean };

export type Command =
	| { kind: 'pause' | 'skip' }
	| { kind: 'resume'; unconfirmed: 'leave' | 'sent' | 'again' }
	| { kind: 'jump'; step: number; when: 'at_once' | 'after_delay' }
	| { kind: 'reschedule'; minutes: number }
	| { kind: 'cancel'; step: number };

/** `who` and `sequence` count from 0; `which` is taken modulo the number of such things, and passed over without any. */
export type Deed =
	| { do: 'enroll'; who: number; sequence: number; reentry: 'sequence' | 'keep' | 'restart' | 'replace' | 'ignore' | 'once'; reference: string | null; byMessage: boolean; byRun: boolean }
	/** A whole execution: claims, sends, ends. */
	| { do: 'work'; sequence: number; answers: Answer[] }
	| { do: 'claim'; sequence: number }
	| { do: 'begin'; which: number; node: 'first' | 'second'; category: 'marketing' | 'utility' | 'session' }
	| { do: 'settle'; which: number; answer: Answer }
	| { do: 'refuse'; which: number; action: 'skip' | 'fail' | 'hold' }
	| { do: 'guard'; which: number }
	/** The step comes to a Review Gate; silence counts after so many minutes, or never. */
	| { do: 'gate'; which: number; silence: 'hold' | Verdict; minutes: number }
	| { do: 'decide'; which: number; verdict: Verdict }
	| { do: 'silence' }
	| { do: 'renew'; which: number }
	| { do: 'end'; which: number; how: 'success' | 'error' | 'waiting' }
	| { do: 'status'; which: number; value: 'sent' | 'delivered' | 'read' | 'failed'; code: number; twice: boolean }
	| { do: 'write'; who: number; text: 'hi' | 'STOP' | 'START'; secondsAgo: number; twice: boolean }
	| { do: 'prefer'; who: number; value: 'stop' | 'resume'; secondsAgo: number; twice: boolean }
	| { do: 'human'; who: number; twice: boolean }
	| { do: 'replay'; which: number }
	| { do: 'remove'; who: number; sequence: number }
	| { do: 'steer'; who: number; sequence: number; command: Command }
	| { do: 'publish'; sequence: number; edit: Edit }
	| { do: 'close'; sequence: number }
	| { do: 'pause' | 'resume'; sequence: number }
	| { do: 'convert'; who: number; order: number }
	/** The housekeeper comes by. */
	| { do: 'tidy' }
	/** The process is gone; `left` says whether what was being posted had reached Meta. */
	| { do: 'crash'; left: boolean };

export type Action = Deed & { /** Minutes that pass before. */ after: number };

export interface History {
	plans: [SequenceDefinition, SequenceDefinition];
	actions: Action[];
	/** In the end everybody is let go on until nothing is due, and the other business number is looked at. */
	drain: boolean;
	/** On which store it is played. */
	store: 'embedded' | 'static' | 'postgres';
}

export const PEOPLE = 3;

const who = fc.nat(PEOPLE - 1);
const sequence = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
const which = fc.nat(7);
/** Meta tells the same a second time at once. */
const twice = fc.boolean();
/** Undeliverable, opted out, marketing held back for a day, too fast, template gone, window closed, token refused, wrong parameters. */
const code = fc.constantFrom(131026, 131050, 131049, 130429, 132001, 131047, 190, 132000);
const secondsAgo = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(90, 7_200, 90_000) });

const answer: fc.Arbitrary<Answer> = fc.oneof(
	{ weight: 6, arbitrary: fc.constant({ kind: 'accepted' as const }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('refused' as const), code }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'not posted' as const }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('lost' as const), left: fc.boolean() }) },
);

const command: fc.Arbitrary<Command> = fc.oneof(
	fc.constant({ kind: 'pause' as const }),
	fc.record({ kind: fc.constant('resume' as const), unconfirmed: fc.constantFrom('leave' as const, 'sent' as const, 'again' as const) }),
	fc.constant({ kind: 'skip' as const }),
	fc.record({ kind: fc.constant('jump' as const), step: fc.nat(3), when: fc.constantFrom('at_once' as const, 'after_delay' as const) }),
	fc.record({ kind: fc.constant('reschedule' as const), minutes: fc.constantFrom(0, -60, 90, 2_000) }),
	fc.record({ kind: fc.constant('cancel' as const), step: fc.nat(3) }),
);

const deed = <Name extends Deed['do'], Fields extends object>(name: Name, fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }): fc.Arbitrary<{ do: Name } & Fields> =>
	fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<{ do: Name } & Fields>;

const enroll = deed('enroll', {
	who,
	sequence,
	reentry: fc.constantFrom('sequence' as const, 'keep' as const, 'restart' as const, 'replace' as const, 'ignore' as const, 'once' as const),
	reference: rarely(fc.constantFrom('cart 1', 'cart 2'), 3).map((value) => value ?? null),
	byMessage: fc.boolean(),
	byRun: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const deeds: fc.Arbitrary<Deed> = fc.oneof(
	{ weight: 6, arbitrary: enroll },
	{ weight: 9, arbitrary: deed('work', { sequence, answers: fc.array(answer, { minLength: 1, maxLength: 3 }) }) },
	{ weight: 4, arbitrary: deed('claim', { sequence }) },
	{ weight: 7, arbitrary: deed('begin', { which, node: fc.constantFrom('first' as const, 'first' as const, 'second' as const), category: fc.constantFrom('marketing' as const, 'marketing' as const, 'utility' as const, 'session' as const) }) },
	{ weight: 5, arbitrary: deed('settle', { which, answer }) },
	{ weight: 1, arbitrary: deed('refuse', { which, action: fc.constantFrom('skip' as const, 'fail' as const, 'hold' as const) }) },
	{ weight: 1, arbitrary: deed('guard', { which }) },
	{ weight: 3, arbitrary: deed('gate', { which, silence: fc.constantFrom('hold' as const, 'hold' as const, 'approve' as const, 'skip' as const, 'end' as const), minutes: fc.constantFrom(1, 90, 2_000) }) },
	{ weight: 3, arbitrary: deed('decide', { which, verdict: fc.constantFrom('approve' as const, 'approve' as const, 'skip' as const, 'end' as const) }) },
	{ weight: 1, arbitrary: deed('silence', {}) },
	{ weight: 1, arbitrary: deed('renew', { which }) },
	{ weight: 3, arbitrary: deed('end', { which, how: fc.constantFrom('success' as const, 'error' as const, 'waiting' as const) }) },
	{ weight: 4, arbitrary: deed('status', { which, value: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'failed' as const), code, twice }) },
	{ weight: 4, arbitrary: deed('write', { who, text: fc.constantFrom('hi' as const, 'hi' as const, 'STOP' as const, 'START' as const), secondsAgo, twice }) },
	{ weight: 1, arbitrary: deed('prefer', { who, value: fc.constantFrom('stop' as const, 'resume' as const), secondsAgo, twice }) },
	{ weight: 1, arbitrary: deed('human', { who, twice }) },
	{ weight: 2, arbitrary: deed('replay', { which }) },
	{ weight: 1, arbitrary: deed('remove', { who, sequence }) },
	{ weight: 6, arbitrary: deed('steer', { who, sequence, command }) },
	{ weight: 4, arbitrary: deed('publish', { sequence, edit }) },
	{ weight: 1, arbitrary: deed('close', { sequence }) },
	{ weight: 2, arbitrary: deed('pause', { sequence }) },
	{ weight: 2, arbitrary: deed('resume', { sequence }) },
	{ weight: 1, arbitrary: deed('convert', { who, order: fc.nat(2) }) },
	{ weight: 1, arbitrary: deed('tidy', {}) },
	{ weight: 2, arbitrary: deed('crash', { left: fc.boolean() }) },
) as fc.Arbitrary<Deed>;

/** Nothing, a moment, longer than a lease, hours, days. */
const after = fc.constantFrom(0, 0, 1, 6, 40, 180, 1_440, 5_760);

const action: fc.Arbitrary<Action> = fc.tuple(after, deeds).map(([minutes, one]) => ({ ...one, after: minutes }));

/** @param longest number of actions */
export function histories(longest: number): fc.Arbitrary<History> {
	return fc.record({
		plans,
		actions: fc.array(action, { minLength: 1, maxLength: longest, size: 'max' }),
		drain: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
		store: fc.oneof({ weight: 198, arbitrary: fc.constant('embedded' as const) }, { weight: 2, arbitrary: fc.constantFrom('static' as const, 'postgres' as const) }),
	});
}

/** A line for each plan and each action; what is usual is left out. */
export function describeHistory({ plans: [first, second], actions, drain, store }: History): string {
	const plan = ({ steps: all, description: _, timeZone: __, ...rest }: SequenceDefinition): string =>
		[JSON.stringify(rest), ...all.map(({ message: ___, ...step }) => `\t${JSON.stringify(step)}`)].join('\n');
	const lines = actions.map(({ after: minutes, ...deedDone }, i) => `${i + 1}. ${minutes > 0 ? `${minutes} min later: ` : ''}${JSON.stringify(deedDone)}`);
	return [`On the ${store} store:`, plan(first), plan(second), ...lines, ...(drain ? ['Then everybody is let go on.'] : [])].join('\n');
}
