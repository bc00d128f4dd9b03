'use strict';

/** The list of conversations. */
{
	const { Phone } = globalThis;
	const { make } = Phone;
	/** How many of the business's messages in each conversation have been looked at. */
	const seen = new Map();

	const fillAvatar = (element, contact) => {
		element.className = 'avatar ' + Phone.hue(contact.phone);
		element.textContent = Phone.initials(contact.name);
	};

	const row = ({ contact, last, received }, open, choose) => {
		if (contact.phone === open) seen.set(contact.phone, received);
		const news = received - (seen.get(contact.phone) ?? 0);
		const avatar = make('span', 'avatar');
		fillAvatar(avatar, contact);
		avatar.setAttribute('aria-hidden', 'true');
		const button = make(
			'button', '', avatar,
			make('span', 'who',
				make('span', 'top', make('span', 'name', contact.name), last ? make('span', 'time', Phone.when(last.at)) : ''),
				make('span', 'last', last ? (last.from === 'contact' ? 'You: ' : '') + last.text : Phone.pretty(contact.phone)),
			),
			news > 0 ? make('span', 'unread', String(news), make('span', 'hidden', ' new')) : '',
		);
		button.type = 'button';
		button.dataset.phone = contact.phone;
		if (contact.phone === open) button.setAttribute('aria-current', 'true');
		button.addEventListener('click', () => choose(contact.phone));
		return make('li', '', button);
	};

	/** Fills the list; `open` is the phone number of the conversation that is being read. */
	const drawPeople = (list, conversations, open, choose) => {
		const focused = list.contains(document.activeElement) ? document.activeElement.dataset.phone : undefined;
		list.replaceChildren(...conversations.map((conversation) => row(conversation, open, choose)));
		if (focused) list.querySelector(`[data-phone="${focused}"]`)?.focus();
	};

	Object.assign(Phone, { drawPeople, fillAvatar });
}
