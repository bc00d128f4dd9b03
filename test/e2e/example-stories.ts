/** What happens to each example in the end-to-end test, and which messages must come of it. */
import axios from 'axios';
import type { INode } from 'n8n-workflow';
import type { WorkflowJson } from '../../scripts/n8n/rest-types';
import type { RealN8n } from './real-n8n';

export interface Story {
	/** The sentence of the test when it goes wrong. */
	because: string;
	play(actor: Actor): Promise<void>;
	/** Templates and texts that are accepted, in any order. */
	messages: string[];
}

const SOMEBODY = '+15550100123';

/** A customer, and the programs around n8n. */
export class Actor {
	constructor(
		private readonly real: RealN8n,
		private readonly workflow: WorkflowJson,
	) {}

	async writes(text: string): Promise<void> {
		await this.writesAs(SOMEBODY, text);
	}

	async writesAs(phone: string, text: string): Promise<void> {
		await this.real.customers.write(phone, 'Ada', text);
	}

	async calls(path: string, body: object): Promise<void> {
		await axios.post(`${this.real.n8n.url}/webhook/${path}`, { phone: SOMEBODY, name: 'Ada', ...body });
	}

	/** Fills in the form of a node; a Blob is a file. */
	async fillsIn(node: string, ...fields: Array<string | Blob>): Promise<void> {
		const { webhookId } = this.workflow.nodes.find(({ name }) => name === node)!;
		const form = new FormData();
		fields.forEach((value, index) => (typeof value === 'string' ? form.append(`field-${index}`, value) : form.append(`field-${index}`, value, 'list.csv')));
		await axios.post(`${this.real.n8n.url}/form/${webhookId}`, form);
	}

	/** Waits until this template has been sent. */
	async gets(template: string): Promise<void> {
		const deadline = Date.now() + 60_000;
		const got = async (): Promise<boolean> => (await this.real.customers.sends()).some(({ body }) => body.template?.name === template);
		while (!(await got())) {
			if (Date.now() > deadline) throw new Error(`"${template}" did not come`);
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

export const STORIES: Record<string, Story> = {
	'abandoned-cart.json': {
		because: 'The reminder comes, the purchase ends the rest.',
		play: async (actor) => {
			await actor.calls('cart-left', { cart_id: 'cart-1', total: '49.90 EUR' });
			await actor.gets('cart_reminder');
			await actor.calls('order-paid', { order_id: 'order-1', total: 49.9, currency: 'EUR' });
		},
		messages: ['cart_reminder'],
	},
	'appointment-reminder.json': {
		because: 'Both reminders come before the appointment.',
		play: (actor) => actor.calls('booking-made', { appointment: new Date(Date.now() + 8_000).toISOString() }),
		messages: ['appointment_tomorrow', 'appointment_soon'],
	},
	'birthday.json': {
		because: 'Wishes and reminder come, once for two reports.',
		play: async (actor) => {
			await actor.calls('birthday', {});
			await actor.calls('birthday', {});
		},
		messages: ['birthday_wishes', 'birthday_gift'],
	},
	'broadcast-to-a-tag.json': {
		because: 'Only who has the tag gets the news, and nobody has it yet.',
		play: (actor) => actor.fillsIn('Start the broadcast', 'News of May'),
		messages: [],
	},
	'car-dealer-follow-up.json': {
		because: 'Brochure, video and offer come.',
		play: (actor) => actor.writes('A brochure, please'),
		messages: ['car_brochure', 'car_video', 'car_offer'],
	},
	'keyword-menu.json': {
		because: 'A greeting gets the menu, a question its answer.',
		play: async (actor) => {
			await actor.writes('Good morning');
			await actor.writes('How much is it?');
		},
		messages: ['interactive', 'A haircut is 30, a colour 60. Write MENU for more.'],
	},
	'list-import.json': {
		because: 'Everybody on the list is welcomed, the bad row is put aside.',
		play: (actor) => actor.fillsIn('Upload your list', new Blob(['Phone,Name,City\n+15550100124,Bob,Lima\n+15550100125,Eva,\nnone,Nobody,\n'], { type: 'text/csv' })),
		messages: ['list_welcome', 'list_welcome'],
	},
	'opt-in-with-proof.json': {
		because: 'They are asked, and thanked for the yes.',
		play: async (actor) => {
			await actor.fillsIn('Sign-up form', 'Ada', SOMEBODY);
			await actor.gets('confirm_subscription');
			await actor.writes('Yes, please!');
		},
		messages: ['confirm_subscription', 'Thank you Ada, you are on the list. Write STOP whenever you have had enough.'],
	},
	'post-sale-survey.json': {
		because: 'They are asked once, and the answer is answered.',
		play: async (actor) => {
			await actor.calls('order-delivered', { order_id: 'order-1' });
			await actor.gets('survey_question');
			await actor.writes('Not good');
		},
		messages: ['survey_question', 'We are sorry. Somebody of our team will call you.'],
	},
	'promo-follow-up.json': {
		because: 'Welcome, film and offer come.',
		play: (actor) => actor.writes('PROMO'),
		messages: ['promo_welcome', 'promo_video', 'promo_offer'],
	},
	'review-before-send.json': {
		because: 'Nothing leaves before a person has looked at it.',
		play: (actor) => actor.writes('Could I get a quote?'),
		messages: [],
	},
	'welcome-series.json': {
		because: 'Whoever writes for the first time gets the series.',
		play: (actor) => actor.writesAs('+15550100126', 'Hello'),
		messages: ['Hi Ada, good to have you here! Ask us anything, any time.', 'welcome_what_we_do', 'welcome_gift'],
	},
	'win-back.json': {
		because: 'After silence they hear from us.',
		play: (actor) => actor.writes('Thanks, it fits'),
		messages: ['win_back_hello', 'win_back_offer'],
	},
};

/** Seconds that a step waits in place of hours and days: more than a customer of these stories needs to answer. */
const WAIT_SECONDS = 3;

/** Waits become seconds, and no hour of the day is left out, so that the story can be watched at any time. */
export function withoutWaiting(workflow: WorkflowJson): WorkflowJson {
	return { ...workflow, nodes: workflow.nodes.map(hurry) };
}

/** Options by which a story would depend on the hour at which it is played, and on how often. */
const HOURS = ['windows', 'frequencyCap'];

function hurry(node: INode): INode {
	const { steps, options } = node.parameters as { steps?: { step: Array<Record<string, unknown>> }; options?: Record<string, unknown> };
	if (!steps) return node;
	const step = steps.step.map((one, index) => ({ ...one, at: '', delayAmount: waitOf(one, index), delayUnit: 'seconds' }));
	const atAnyHour = Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => !HOURS.includes(name)));
	return { ...node, parameters: { ...node.parameters, steps: { step }, options: atAnyHour } as INode['parameters'] };
}

/** Steps that count back come one after the other. */
function waitOf(step: Record<string, unknown>, index: number): number {
	if (step.delayAmount === 0) return 0;
	return step.countsFrom === 'before_date' ? WAIT_SECONDS * (2 - index) : WAIT_SECONDS;
}
