/**
 * What a person sees in an empty chat: ice breakers to tap, and commands behind a slash. A tap arrives as an ordinary
 * text (Meta: business-phone-numbers/conversational-components).
 */
import { record, records, text } from './json-shape';

export interface Command {
	/** Without the slash. */
	name: string;
	description: string;
}

/** A part that is missing stays as it is at Meta; one that is empty is taken away there. */
export interface ChatMenu {
	iceBreakers?: string[];
	commands?: Command[];
}

const MOST_ICE_BREAKERS = 4;
const LONGEST_ICE_BREAKER = 80;
const MOST_COMMANDS = 30;
const LONGEST_NAME = 32;
const LONGEST_DESCRIPTION = 256;

/** Pictures, flags and keycaps; also ©, ® and ™, which phones draw as pictures. Digits alone are none. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;

/** Why Meta would not take this menu, as a sentence that names the entry, or null. */
export function refusedBy({ iceBreakers = [], commands = [] }: ChatMenu): string | null {
	if (iceBreakers.length > MOST_ICE_BREAKERS) {
		return `There are ${iceBreakers.length} ice breakers and WhatsApp shows ${MOST_ICE_BREAKERS} at most: take ${iceBreakers.length - MOST_ICE_BREAKERS} away`;
	}
	if (commands.length > MOST_COMMANDS) {
		return `There are ${commands.length} commands and WhatsApp shows ${MOST_COMMANDS} at most: take ${commands.length - MOST_COMMANDS} away`;
	}
	return firstOf(iceBreakers, refusedIceBreaker) ?? repeated(iceBreakers, 'ice breaker') ?? firstOf(commands, refusedCommand) ?? repeated(commands.map(({ name }) => name), 'command');
}

function refusedIceBreaker(prompt: string, position: number): string | null {
	return refusedText(prompt, `Ice breaker ${position}`, LONGEST_ICE_BREAKER);
}

function refusedCommand({ name, description }: Command, position: number): string | null {
	if (/\s/u.test(name)) return `Command ${position} is "${name}", and a command is one word: write it without spaces`;
	return refusedText(name, `The name of command ${position}`, LONGEST_NAME) ?? refusedText(description, `The description of command ${position}`, LONGEST_DESCRIPTION);
}

function refusedText(written: string, what: string, longest: number): string | null {
	const { length } = [...written];
	if (length === 0) return `${what} is empty: write a text or take it away`;
	if (length > longest) return `${what} has ${length} characters and WhatsApp takes ${longest}: shorten "${written.slice(0, 30)}…"`;
	if (EMOJI.test(written)) return `${what} has an emoji, which WhatsApp does not take there: write "${written.slice(0, 40)}" without it`;
	return null;
}

function repeated(written: string[], what: string): string | null {
	const twice = written.find((one, i) => written.indexOf(one) !== i);
	return twice === undefined ? null : `The ${what} "${twice}" is there twice: take one away`;
}

function firstOf<Entry>(entries: Entry[], refused: (entry: Entry, position: number) => string | null): string | null {
	for (const [i, entry] of entries.entries()) {
		const sentence = refused(entry, i + 1);
		if (sentence !== null) return sentence;
	}
	return null;
}

/** As Meta takes it. */
export function toAutomation({ iceBreakers, commands }: ChatMenu): Record<string, unknown> {
	return {
		...(iceBreakers === undefined ? {} : { prompts: iceBreakers }),
		...(commands === undefined ? {} : { commands: commands.map(({ name, description }) => ({ command_name: name, command_description: description })) }),
	};
}

/** Whether Meta's answer to `fields=conversational_automation` has this menu, in this order. */
export function isInPlace({ iceBreakers, commands }: ChatMenu, automation: unknown): boolean {
	const { prompts, commands: known } = record(automation);
	const promptsThere = Array.isArray(prompts) ? prompts.map(text) : [];
	const commandsThere = records(known).map((one) => ({ name: text(one.command_name), description: text(one.command_description) }));
	return same(iceBreakers, promptsThere) && same(commands, commandsThere);
}

function same<Entry>(wanted: Entry[] | undefined, there: Entry[]): boolean {
	return wanted === undefined || JSON.stringify(wanted) === JSON.stringify(there);
}
