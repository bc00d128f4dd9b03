/** What a Review Gate does with a due step, and what reviewers do. */
import { MINUTE } from '../../../test/conformance/builders';
import type { Deed } from '../actions';
import { pick, type World } from '../world';

type Did<Name extends Deed['do']> = Extract<Deed, { do: Name }>;

export async function gate(world: World, { which, silence, minutes }: Did<'gate'>): Promise<void> {
	const held = pick(world.held, which);
	if (!held) return;
	await world.account.review(
		[
			{
				step: held.step,
				contact: { id: held.due.contact.id },
				gate: 'gate',
				gateLabel: 'Workflow / Gate',
				shown: 'promo',
				message: held.due.step.message,
				silence: silence === 'hold' ? { then: 'hold' } : { then: silence, at: world.now + minutes * MINUTE },
				reviewer: null,
				trustsTemplate: false,
			},
		],
		world.now,
	);
}

/** Also about reviews that have been decided or withdrawn: people have old links. */
export async function decide(world: World, { which, verdict }: Did<'decide'>): Promise<void> {
	const review = pick(await world.account.listReviews({}, { limit: 50 }), which);
	if (review) await world.account.decideReviews([{ reviewId: review.id, verdict, by: 'Ana', via: 'link', comment: null }], world.now);
}
