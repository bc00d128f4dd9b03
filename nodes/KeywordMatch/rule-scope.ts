/** Rules that count for some messages only: of new contacts, or the first of a day. */
import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { isFirstOfDay } from '../../engine/contact/first-of-day';
import { zoneOf } from '../../engine/contact/time-zone';
import { ruleName, type RuleParameter, type RuleScope } from './rules';

/**
 * Which rules count for this item.
 *
 * @param timeZone of contacts whose phone number tells none
 * @throws UserError when a rule asks for what the item does not tell
 */
export function rulesFor(json: IDataObject, rules: readonly RuleParameter[], timeZone: string): (index: number) => boolean {
	const counts = rules.map((rule, index) => {
		const holds = HOLDS[rule.appliesTo ?? 'any'](json, timeZone);
		if (holds !== undefined) return holds;
		throw new UserError(`The incoming item does not tell whether the rule "${ruleName(rule, index)}" applies`, {
			description: `${WANTING[rule.appliesTo as Narrow]} is told by the WhatsApp Message Trigger. Connect one before this node, or choose Every Message in the rule's Applies To.`,
		});
	});
	return (index) => counts[index] === true;
}

type Narrow = Exclude<RuleScope, 'any'>;

const WANTING: Record<Narrow, string> = {
	new_contact: 'Who is a new contact',
	first_today: 'When a contact wrote before',
};

/** Undefined where the item does not tell. */
const HOLDS: Record<RuleScope, (json: IDataObject, timeZone: string) => boolean | undefined> = {
	any: () => true,
	new_contact: ({ isFirstContact }) => (typeof isFirstContact === 'boolean' ? isFirstContact : undefined),
	first_today: ({ message, contact, previousMessageAt }, timeZone) => {
		const at = instant((message as IDataObject | undefined)?.at);
		if (previousMessageAt === undefined || at === undefined) return undefined;
		const before = instant(previousMessageAt);
		return before === undefined || isFirstOfDay({ before, at }, zoneOf({ phone: phoneOf(contact), timeZone: null }, timeZone));
	},
};

function instant(value: unknown): number | undefined {
	const at = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(at) ? undefined : at;
}

function phoneOf(contact: unknown): string | null {
	const { phone } = (contact ?? {}) as IDataObject;
	return typeof phone === 'string' ? phone : null;
}
