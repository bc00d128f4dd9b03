/** The templates that the workflows in examples/ send. Their texts are also in examples/README.md, for whoever makes them at Meta. */
import type { Template, TemplateCategory } from './types';

/** {{1}} is the name, {{2}} what the example says. */
const EXAMPLES: Record<string, string> = { 1: 'Ada', 2: '49.90 EUR' };

function template(name: string, category: TemplateCategory, text: string, buttons: string[] = []): Template {
	const variables = [...text.matchAll(/\{\{(\d)\}\}/g)].map(([, number]) => EXAMPLES[number!]!);
	return {
		name,
		language: 'en',
		category,
		status: 'APPROVED',
		parameter_format: 'POSITIONAL',
		components: [
			{ type: 'BODY', text, ...(variables.length > 0 ? { example: { body_text: [variables] } } : {}) },
			...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons: buttons.map((button) => ({ type: 'QUICK_REPLY', text: button })) }] : []),
		],
	};
}

export const EXAMPLE_TEMPLATES: Template[] = [
	template('appointment_soon', 'UTILITY', 'Hi {{1}}, see you in two hours. Write to us if you are late.'),
	template('appointment_tomorrow', 'UTILITY', 'Hi {{1}}, we look forward to seeing you tomorrow. If you cannot come, just answer here.'),
	template('birthday_gift', 'MARKETING', 'Hi {{1}}, your birthday gift is still waiting: 20% off, this week only.'),
	template('birthday_wishes', 'MARKETING', 'Happy birthday, {{1}}! Take 20% off anything you like, it is our gift to you.'),
	template('car_brochure', 'MARKETING', 'Hi {{1}}, here is the brochure you asked for: https://example.com/brochure.pdf – which model do you like best?'),
	template('car_offer', 'MARKETING', 'Hi {{1}}, until Sunday there is a special offer on the models in our showroom. Shall we call you about it?'),
	template('car_video', 'MARKETING', 'Hi {{1}}, have a look inside: https://example.com/film – would you like a test drive?'),
	template('cart_last_call', 'MARKETING', 'Hi {{1}}, we keep your cart until tonight. Is there anything we can help you with?'),
	template('cart_reminder', 'MARKETING', 'Hi {{1}}, you have left something in your cart: {{2}}. It is one tap away, in our shop.'),
	template('confirm_subscription', 'UTILITY', 'Hi {{1}}, you asked for our news on WhatsApp. Please answer YES to confirm it.', ['Yes']),
	template('list_welcome', 'MARKETING', 'Hi {{1}}, from now on you find us on WhatsApp, too. Greetings to {{2}}, and write STOP if you would rather not.'),
	template('news', 'MARKETING', 'Hi {{1}}, the new collection is here. Have a look: https://example.com/new – and write STOP for no more news.'),
	template('quote_ready', 'UTILITY', 'Hi {{1}}, here is your quote: https://example.com/quote – shall we go ahead?'),
	template('survey_question', 'UTILITY', 'Hi {{1}}, how do you like your order?', ['Great', 'Okay', 'Not good']),
	template('welcome_gift', 'MARKETING', 'Hi {{1}}, a small gift for new friends: 10% off your first order, with the code HELLO.'),
	template('welcome_what_we_do', 'MARKETING', 'Hi {{1}}, this is what we do all day long: https://example.com/about – ask us anything.'),
	template('win_back_hello', 'MARKETING', 'Hi {{1}}, it has been a while. How are you, and is there anything we can do for you?'),
	template('win_back_offer', 'MARKETING', 'Hi {{1}}, we would love to see you again: 15% off your next order, until the end of the month.'),
];
