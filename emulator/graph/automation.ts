import type { BusinessNumber } from '../account';
import { invalid } from '../errors';
import { asArray, asObject, asText, type JsonObject } from '../json';
import { ok, type Answer, type Call } from '../http/request';
import type { World } from '../world';

/** Source: D/business-phone-numbers/conversational-components */
const PROMPTS_MAX = 4;
const PROMPT_MAX = 80;
const COMMANDS_MAX = 30;
const COMMAND_MAX = 32;
const DESCRIPTION_MAX = 256;

/** `POST /{PNID}/conversational_automation`: ice breakers and commands. What is left out stays as it was. */
export function setAutomation(world: World, { phoneNumberId }: BusinessNumber, call: Call): Answer {
	const { params } = call;
	const prompts = params.prompts === undefined ? undefined : checkPrompts(params);
	const commands = params.commands === undefined ? undefined : checkCommands(params);
	const before = world.automation.get(phoneNumberId);
	world.automation.set(phoneNumberId, { ...before, ...(prompts ? { prompts } : {}), ...(commands ? { commands } : {}) });
	return ok({ success: true });
}

export function getAutomation(world: World, { phoneNumberId: id }: BusinessNumber): Answer {
	return ok({ conversational_automation: { id, ...world.automation.get(id) }, id });
}

function checkPrompts(params: JsonObject): string[] {
	const prompts = asArray(params.prompts).map((prompt) => asText(prompt) ?? '');
	if (prompts.length > PROMPTS_MAX) throw invalid(`Param prompts must have at most ${PROMPTS_MAX} elements.`);
	prompts.forEach((prompt, index) => {
		if (prompt === '' || [...prompt].length > PROMPT_MAX) throw invalid(`Param prompts[${index}] must have 1 to ${PROMPT_MAX} characters.`);
		if (/\p{Extended_Pictographic}/u.test(prompt)) throw invalid(`Param prompts[${index}] must not have emoji.`);
	});
	return prompts;
}

function checkCommands(params: JsonObject): JsonObject[] {
	const commands = asArray(params.commands).map(asObject);
	if (commands.length > COMMANDS_MAX) throw invalid(`Param commands must have at most ${COMMANDS_MAX} elements.`);
	return commands.map((command, index) => {
		const name = asText(command.command_name) ?? '';
		const description = asText(command.command_description) ?? '';
		if (name === '' || name.length > COMMAND_MAX) throw invalid(`Param commands[${index}]['command_name'] must have 1 to ${COMMAND_MAX} characters.`);
		if (description === '' || description.length > DESCRIPTION_MAX) {
			throw invalid(`Param commands[${index}]['command_description'] must have 1 to ${DESCRIPTION_MAX} characters.`);
		}
		if (/\p{Extended_Pictographic}/u.test(name + description)) throw invalid(`Param commands[${index}] must not have emoji.`);
		return { command_name: name, command_description: description };
	});
}
