/** The table of Meta's error codes as data; meta-errors.ts reads it. */
import type { Reason } from '../sequence/reason';
import type { Disposition } from './disposition';

export interface MetaErrorEntry {
	/** Single codes and, as pairs, ranges with both ends. A single code wins over a range. */
	codes: ReadonlyArray<number | readonly [number, number]>;
	disposition: Disposition;
	reason: Reason;
	/** For people: what happened and what to do. */
	advice: string;
}

export const META_ERRORS: readonly MetaErrorEntry[] = [
	// --- token, permission, account ---------------------------------------------------------------
	{
		codes: [0, 104, 190, 200],
		disposition: 'account',
		reason: 'credential_refused',
		advice: 'Meta does not accept the access token. Create a new system user token in Meta Business settings and put it into the credential.',
	},
	{
		codes: [3, 10, [201, 299], 131005],
		disposition: 'account',
		reason: 'credential_refused',
		advice: 'The access token lacks a permission. Give its system user whatsapp_business_messaging and whatsapp_business_management, and access to this WhatsApp account.',
	},
	{
		codes: [33],
		disposition: 'account',
		reason: 'credential_refused',
		advice: 'Meta does not know this phone number id, or the token may not use it. Compare the Phone Number ID in the credential with WhatsApp > API Setup.',
	},
	{
		codes: [368, 131031],
		disposition: 'account',
		reason: 'rejected',
		advice: 'Meta has restricted or locked the WhatsApp account. Open Account Quality in Meta Business Manager to see why and to appeal.',
	},
	{
		codes: [131042],
		disposition: 'account',
		reason: 'rejected',
		advice: 'Meta cannot charge the account. Check the payment method and credit line in WhatsApp Manager.',
	},
	{
		codes: [131048],
		disposition: 'account',
		reason: 'rate_limited',
		advice: 'Too many people blocked or reported earlier messages, so Meta limits this number. Pause the campaign and check its quality in WhatsApp Manager.',
	},
	{
		codes: [131064],
		disposition: 'account',
		reason: 'rejected',
		advice: 'Meta has stopped template messages of this account because templates were put into the wrong category. See WhatsApp Manager for the end of the restriction.',
	},
	{
		codes: [131037, 131045, [133000, 133003], [133005, 133016]],
		disposition: 'account',
		reason: 'rejected',
		advice: 'The business number is not ready to send: its registration or display name is not complete. Finish it in WhatsApp Manager.',
	},
	{
		codes: [134011],
		disposition: 'account',
		reason: 'rejected',
		advice: 'The terms of WhatsApp payments have not been accepted. Accept them in WhatsApp Manager.',
	},

	// --- try again --------------------------------------------------------------------------------
	{
		codes: [1, 2, 131000, 131016, 131057, 133004],
		disposition: 'retry',
		reason: 'meta_unavailable',
		advice: 'Meta could not handle the message at that moment.',
	},
	{
		codes: [4, 80007],
		disposition: 'retry',
		reason: 'rate_limited',
		advice: 'The app has made more calls to Meta than it may in an hour.',
	},
	{
		codes: [130429],
		disposition: 'retry',
		reason: 'rate_limited',
		advice: 'More messages a second than Meta takes from this number.',
	},
	{
		codes: [131056],
		disposition: 'retry',
		reason: 'rate_limited',
		advice: 'Too many messages to this one person in a short time.',
	},
	{
		codes: [132069],
		disposition: 'retry',
		reason: 'rate_limited',
		advice: 'Meta throttles the flow of this template to ten messages an hour, because it answers badly.',
	},
	{
		codes: [134101],
		disposition: 'retry',
		reason: 'meta_unavailable',
		advice: 'The template is new and Meta is still preparing it; that takes up to ten minutes.',
	},
	{
		codes: [131049],
		disposition: 'retry_next_day',
		reason: 'held_back_by_meta',
		advice: 'Meta limits how much marketing this person gets from all businesses. Trying sooner than a day later does not help.',
	},

	// --- this person ------------------------------------------------------------------------------
	{
		codes: [131050],
		disposition: 'opt_out',
		reason: 'opted_out',
		advice: 'The person has switched marketing messages of this business off in WhatsApp.',
	},
	{
		codes: [131026],
		disposition: 'undeliverable',
		reason: 'undeliverable',
		advice: 'WhatsApp cannot deliver to this person: not on WhatsApp, an old app, terms not accepted, or the business is blocked.',
	},
	{
		codes: [130403],
		disposition: 'undeliverable',
		reason: 'undeliverable',
		advice: 'The business itself has blocked this person. Unblock them in WhatsApp to write to them again.',
	},
	{
		codes: [130472],
		disposition: 'undeliverable',
		reason: 'undeliverable',
		advice: 'Meta keeps marketing messages from this person for an experiment of its own; it will not deliver them.',
	},
	{
		codes: [130497],
		disposition: 'undeliverable',
		reason: 'undeliverable',
		advice: 'Meta does not let this business write to people in that country.',
	},
	{
		codes: [131047],
		disposition: 'window_closed',
		reason: 'window_closed',
		advice: 'More than 24 hours have passed since the person last wrote. Use a template here.',
	},
	{
		codes: [131030],
		disposition: 'message',
		reason: 'rejected',
		advice: 'The business number is a test number of Meta, and this person is not on its list of recipients. Add them under WhatsApp > API Setup.',
	},
	{
		codes: [131062],
		disposition: 'message',
		reason: 'rejected',
		advice: 'This kind of message needs the phone number of the person, and only their WhatsApp user id is known.',
	},

	// --- this message or template -----------------------------------------------------------------
	{
		codes: [100, 131008, 131009, 135000],
		disposition: 'message',
		reason: 'invalid_message',
		advice: 'Meta says that the message is not put together rightly; its details name the part.',
	},
	{
		codes: [131021],
		disposition: 'message',
		reason: 'rejected',
		advice: 'The message would go to the business number itself.',
	},
	{
		codes: [131051, 131052, 131053],
		disposition: 'message',
		reason: 'invalid_message',
		advice: 'Meta cannot use the picture, video or file. Check that its address can be opened by anybody, and its type and size.',
	},
	{
		codes: [132000, 132012, 132018],
		disposition: 'message',
		reason: 'invalid_message',
		advice: 'The values do not fit the variables of the template. Choose the template again in the node, and fill in all its fields.',
	},
	{
		codes: [132001],
		disposition: 'pause_sequence',
		reason: 'template_missing',
		advice: 'The template does not exist in this language, or Meta has not approved it. Check it in WhatsApp Manager.',
	},
	{
		codes: [132005, 132007],
		disposition: 'message',
		reason: 'invalid_message',
		advice: 'With these values the template is too long or breaks a rule of Meta. Shorten or change the values or the template.',
	},
	{
		codes: [132015, 132016],
		disposition: 'pause_sequence',
		reason: 'template_missing',
		advice: 'Meta has paused or disabled the template because of bad feedback. Wait until it is lifted, or use another template.',
	},
	{
		codes: [132068],
		disposition: 'message',
		reason: 'invalid_message',
		advice: 'The flow of this template is blocked. Mend and publish it again in WhatsApp Manager.',
	},
	{
		codes: [131063],
		disposition: 'message',
		reason: 'rejected',
		advice: 'This account has switched marketing templates off for the Cloud API. Switch them on again in WhatsApp Manager.',
	},
	{
		codes: [131055, 134100, 134102, 1752041],
		disposition: 'message',
		reason: 'rejected',
		advice: 'Meta takes this message through its Marketing Messages API only, or the account is not set up for it.',
	},
	{
		codes: [[2388012, 2388299], 2494100, 2593107, 2593108],
		disposition: 'message',
		reason: 'rejected',
		advice: 'Meta refused a change to a template or an account. That does not belong to sending; its details tell more.',
	},
];
