/** The options about a run's life as parts of the definition. What is not chosen is left out, so that nothing changes. */
import type { Attribution, Delay, DelayUnit, NextSequence, ReentryPolicy, SequenceDefinition, StopRules } from '../../engine/sequence/definition';

interface TimeParameter {
	time?: { amount?: number; unit?: DelayUnit };
}

/** The collection Options as n8n stores it; what was not added is absent. */
export interface LifeParameters {
	stopOn?: Array<keyof StopRules>;
	keepUndeliverable?: boolean;
	reentry?: ReentryPolicy;
	coolDown?: TimeParameter;
	expireAfter?: TimeParameter;
	liveEdit?: 'follow' | 'pinned';
	offerNewSteps?: boolean;
	nextSequence?: { next?: { sequence?: string | { value?: string }; on?: NextSequence['on'] } };
	progressTags?: boolean;
	completedTag?: string;
	attribution?: { rule?: { by?: Attribution['by']; amount?: number; unit?: DelayUnit; coupon?: string } };
}

type Life = Pick<
	SequenceDefinition,
	'stopOn' | 'reentry' | 'coolDown' | 'expireAfter' | 'liveEdit' | 'offerNewSteps' | 'next' | 'tags' | 'attribution'
>;

export function readLife(options: LifeParameters): Life {
	return {
		...given('stopOn', readStopRules(options)),
		...given('reentry', options.reentry),
		...given('coolDown', readTime(options.coolDown)),
		...given('expireAfter', readTime(options.expireAfter)),
		...given('liveEdit', options.liveEdit),
		...given('offerNewSteps', options.offerNewSteps || undefined),
		...given('next', readNext(options)),
		...given('tags', readTags(options)),
		...given('attribution', readAttribution(options)),
	};
}

function given<Key extends keyof Life>(key: Key, value: Life[Key]): Partial<Life> {
	return value === undefined ? {} : { [key]: value };
}

function readTime(parameter: TimeParameter | undefined): Delay | undefined {
	return parameter && { amount: Number(parameter.time?.amount ?? 1), unit: parameter.time?.unit ?? 'days' };
}

function readStopRules({ stopOn, keepUndeliverable }: LifeParameters): Life['stopOn'] {
	if (!stopOn?.length && !keepUndeliverable) return undefined;
	return { ...Object.fromEntries((stopOn ?? []).map((rule) => [rule, true])), ...(keepUndeliverable ? { undeliverable: false } : {}) };
}

function readNext({ nextSequence }: LifeParameters): NextSequence | undefined {
	if (!nextSequence) return undefined;
	const { sequence, on = 'completed' } = nextSequence.next ?? {};
	return { sequence: String((typeof sequence === 'object' ? sequence.value : sequence) ?? '').trim(), on };
}

function readTags({ progressTags, completedTag }: LifeParameters): Life['tags'] {
	if (!progressTags && completedTag === undefined) return undefined;
	return { ...(progressTags ? { progress: true } : {}), ...(completedTag === undefined ? {} : { completed: completedTag.trim() }) };
}

function readAttribution({ attribution }: LifeParameters): Attribution | undefined {
	if (!attribution) return undefined;
	const { by = 'sent', amount = 7, unit = 'days', coupon } = attribution.rule ?? {};
	return { by, within: { amount: Number(amount), unit }, ...(by === 'coupon' ? { coupon: (coupon ?? '').trim() } : {}) };
}
