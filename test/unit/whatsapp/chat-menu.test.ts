import { isInPlace, refusedBy, toAutomation } from '../../../engine/whatsapp/chat-menu';

const command = (name: string, description = 'x') => ({ name, description });

test.each([
	['nothing', {}],
	['four of 80 characters, umlauts and digits', { iceBreakers: ['ä'.repeat(80), 'What is 1 + 1?', 'مرحبا', '#1'] }],
	['30 commands', { commands: Array.from({ length: 30 }, (_, i) => command(`c${i}`)) }],
])('%s passes', (_what, menu) => {
	expect(refusedBy(menu)).toBeNull();
});

test.each([
	['five ice breakers', { iceBreakers: ['1', '2', '3', '4', '5'] }, /^There are 5 ice breakers/],
	['81 characters', { iceBreakers: ['x'.repeat(81)] }, /^Ice breaker 1 has 81 characters/],
	['an emoji', { iceBreakers: ['ok', 'Hi 👋🏽'] }, /^Ice breaker 2 has an emoji/],
	['a flag', { iceBreakers: ['Hi 🇩🇪'] }, /emoji/],
	['a keycap', { iceBreakers: ['1️⃣ first'] }, /emoji/],
	['an empty one', { iceBreakers: [''] }, /^Ice breaker 1 is empty/],
	['one that is there twice', { iceBreakers: ['Hi', 'Hi'] }, /"Hi" is there twice/],
	['31 commands', { commands: Array.from({ length: 31 }, (_, i) => command(`c${i}`)) }, /^There are 31 commands/],
	['a command of two words', { commands: [command('my offers')] }, /one word/],
	['a name of 33 characters', { commands: [command('x'.repeat(33))] }, /^The name of command 1 has 33/],
	['a description of 257 characters', { commands: [command('x', 'y'.repeat(257))] }, /^The description of command 1 has 257/],
])('%s is refused in a sentence', (_what, menu, sentence) => {
	expect(refusedBy(menu)).toMatch(sentence);
});

test('what was sent is known again, in its order; a part that is left alone always fits', () => {
	const menu = { iceBreakers: ['a', 'b'], commands: [command('offers', 'New')] };
	expect(isInPlace(menu, { id: '1', ...toAutomation(menu) })).toBe(true);
	expect(isInPlace({ iceBreakers: ['b', 'a'] }, toAutomation(menu))).toBe(false);
	expect(isInPlace({ iceBreakers: [] }, undefined)).toBe(true);
	expect(isInPlace({}, toAutomation(menu))).toBe(true);
	expect(toAutomation({ iceBreakers: [] })).toEqual({ prompts: [] });
});
