/** What must hold for the rules about a run's life before a sequence is published. Each fault is a sentence. */
import type { Delay, SequenceDefinition } from './definition';

const LONGEST_TAG = 250;

export function faultsOfLife(definition: SequenceDefinition): string[] {
	const { name, next, reentry, coolDown, expireAfter, attribution, tags } = definition;
	const faults: string[] = [];
	if (next && next.sequence.trim() === '') faults.push('The sequence that follows has no name. Choose one, or remove the option.');
	if (next && next.sequence === name) faults.push(`The sequence "${name}" leads to itself. Choose another one to follow.`);
	if (reentry === 'after_cool_down' && !coolDown) faults.push('The re-entry rule waits for a cool-down, but none is set. Add the option Cool-Down.');
	if (expireAfter) faults.push(...faultsOfTime(expireAfter, 'The time of silence after which a run expires'));
	if (coolDown) faults.push(...faultsOfTime(coolDown, 'The cool-down'));
	if (attribution) faults.push(...faultsOfTime(attribution.within, 'The time in which a conversion counts'));
	if (attribution?.by === 'coupon' && !attribution.coupon?.trim()) faults.push('Conversions count by coupon, but no coupon is given. Write its code.');
	if (tags?.completed !== undefined && tags.completed.trim() === '') faults.push('The tag for those who completed is empty. Write its name.');
	if ((tags?.completed?.length ?? 0) > LONGEST_TAG) faults.push(`The tag for those who completed is longer than ${LONGEST_TAG} characters.`);
	return faults;
}

function faultsOfTime({ amount, unit }: Delay, what: string): string[] {
	if (!Number.isFinite(amount) || amount <= 0) return [`${what} is ${amount} ${unit}. Write a number above 0.`];
	return [];
}
