/** The sequences of a generated history, and what their author changes while people are in them. */
import fc from 'fast-check';
import type { Delay, SequenceDefinition, Step } from '../../engine/sequence/definition';
import { faultsOf } from '../../engine/sequence/validate';

/** Two that may lead to each other. */
export const NAMES = ['welcome', 'offers'] as const;

/** What an author does to a published sequence. Numbers are taken modulo what there is. */
export type Edit =
	| { kind: 'reorder'; from: number; to: number }
	| { kind: 'insert'; at: number; step: Step }
	| { kind: 'remove'; step: number }
	| { kind: 'switch'; step: number }
	| { kind: 'rename'; step: number }
	| { kind: 'delay'; step: number; delay: Delay }
	| { kind: 'live edit'; policy: 'follow' | 'pinned' }
	| { kind: 'expiry'; expireAfter: Delay | undefined }
	| { kind: 'nothing' };

/** Mostly absent: a short history with few options is what one wants to read. */
export function rarely<Value>(arbitrary: fc.Arbitrary<Value>, oneIn = 4): fc.Arbitrary<Value | undefined> {
	return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const delay = fc.constantFrom<Delay>(
	{ amount: 0, unit: 'seconds' },
	{ amount: 30, unit: 'minutes' },
	{ amount: 2, unit: 'hours' },
	{ amount: 1, unit: 'days' },
	{ amount: 3, unit: 'days' },
);
const span = fc.constantFrom<Delay>({ amount: 1, unit: 'hours' }, { amount: 1, unit: 'days' }, { amount: 5, unit: 'days' });

const MESSAGE = { kind: 'template', name: 'promo', language: 'en', variables: {} } as const;
const VARIANTS = ['calm', 'loud'].map((name) => ({ name, weight: 1, message: MESSAGE }));

function step(name: fc.Arbitrary<string>): fc.Arbitrary<Step> {
	return fc
		.record({
			name,
			enabled: fc.oneof({ weight: 7, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
			delay,
			at: rarely(fc.constant('10:00'), 8),
			waitForReply: rarely(fc.constant(true as const), 6),
			variants: rarely(fc.constant(VARIANTS), 8),
		})
		.map((made) => ({ ...made, message: MESSAGE }));
}

const steps = fc.uniqueArray(step(fc.constantFrom('a', 'b', 'c', 'd')), { selector: ({ name }) => name, minLength: 1, maxLength: 4 });

const stopOn = fc.record({ conversion: fc.boolean(), humanReply: fc.boolean(), numberChange: fc.boolean(), undeliverable: fc.boolean() });

function plan(name: string, other: string): fc.Arbitrary<SequenceDefinition> {
	return fc
		.record({
			steps,
			stopOnReply: fc.boolean(),
			unconfirmed: fc.constantFrom('hold', 'resend', 'treat_as_sent'),
			maxAttempts: fc.constantFrom(3, 1),
			stopOn: rarely(stopOn, 2),
			expireAfter: rarely(span),
			liveEdit: rarely(fc.constant('pinned' as const)),
			offerNewSteps: rarely(fc.constant(true)),
			next: rarely(fc.constantFrom('completed', 'converted', 'any_end').map((on) => ({ sequence: other, on }))),
			tags: rarely(fc.constant({ progress: true, completed: `done ${name}` }), 3),
			reentry: rarely(fc.constantFrom('restart', 'replace', 'ignore', 'once', 'after_cool_down'), 3),
			windows: rarely(fc.constant([{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }])),
			holidays: rarely(fc.constant(['2026-01-06']), 6),
			spread: rarely(fc.constant<Delay>({ amount: 20, unit: 'minutes' }), 6),
			catchUp: rarely(fc.constantFrom('latest_only', 'skip', 'spread'), 3),
			frequencyCap: rarely(fc.record({ messages: fc.constantFrom(1, 2), per: span }), 5),
			holdOut: rarely(fc.constant(50), 8),
		})
		.map((made) => ({
			...made,
			name,
			description: '',
			timeZone: 'Europe/Berlin',
			...(made.reentry === 'after_cool_down' ? { coolDown: { amount: 1, unit: 'days' as const } } : {}),
		}) as SequenceDefinition)
		.filter((definition) => faultsOf(definition).length === 0);
}

export const plans = fc.tuple(plan(NAMES[0], NAMES[1]), plan(NAMES[1], NAMES[0]));

const place = fc.nat(4);

export const edit: fc.Arbitrary<Edit> = fc.oneof(
	fc.record({ kind: fc.constant('nothing' as const) }),
	fc.record({ kind: fc.constant('remove' as const), step: place }),
	fc.record({ kind: fc.constant('rename' as const), step: place }),
	fc.record({ kind: fc.constant('switch' as const), step: place }),
	fc.record({ kind: fc.constant('insert' as const), at: place, step: step(fc.constantFrom('x', 'y')) }),
	fc.record({ kind: fc.constant('reorder' as const), from: place, to: place }),
	fc.record({ kind: fc.constant('delay' as const), step: place, delay }),
	fc.record({ kind: fc.constant('live edit' as const), policy: fc.constantFrom('follow' as const, 'pinned' as const) }),
	fc.record({ kind: fc.constant('expiry' as const), expireAfter: rarely(span, 2) }),
);

/** The definition after the edit; null where n8n would refuse to publish that. */
export function edited(definition: SequenceDefinition, change: Edit): SequenceDefinition | null {
	const changed = { ...definition, ...partsAfter(definition, change) };
	return faultsOf(changed).length === 0 ? changed : null;
}

function partsAfter({ steps: before }: SequenceDefinition, change: Edit): Partial<SequenceDefinition> {
	const with1 = (at: number, make: (one: Step) => Step): Partial<SequenceDefinition> => ({
		steps: before.map((one, index) => (index === at % before.length ? make(one) : one)),
	});
	switch (change.kind) {
		case 'nothing':
			return {};
		case 'reorder': {
			const rest = before.filter((_, index) => index !== change.from % before.length);
			return { steps: rest.toSpliced(change.to % before.length, 0, before[change.from % before.length]!) };
		}
		case 'insert':
			return { steps: before.toSpliced(change.at % (before.length + 1), 0, change.step) };
		case 'remove':
			return { steps: before.filter((_, index) => index !== change.step % before.length) };
		case 'switch':
			return with1(change.step, (one) => ({ ...one, enabled: !one.enabled }));
		case 'rename':
			return with1(change.step, (one) => ({ ...one, name: `${one.name}'` }));
		case 'delay':
			return with1(change.step, (one) => ({ ...one, delay: change.delay }));
		case 'live edit':
			return { liveEdit: change.policy };
		case 'expiry':
			return { expireAfter: change.expireAfter };
	}
}
