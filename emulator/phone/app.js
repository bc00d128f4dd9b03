'use strict';

/** The page itself: which conversation is open, and what happens when something is pressed. */
{
	const { Phone } = globalThis;
	const { make } = Phone;
	const byId = (id) => document.getElementById(id);
	const [app, people, log, words, attach] = ['app', 'people', 'log', 'words', 'attach'].map(byId);

	let open = '';
	let shown = new Map();
	let current;
	/** Why a message has not been taken by the business, by wamid. */
	const problems = new Map();

	let toastTimer;
	const toast = (text) => {
		byId('toast').textContent = text;
		byId('toast').classList.add('shown');
		clearTimeout(toastTimer);
		toastTimer = setTimeout(() => byId('toast').classList.remove('shown'), 5000);
	};

	const drawList = ({ business, conversations }) => {
		byId('business').textContent = `of ${business.name}`;
		byId('business').title = Phone.pretty(business.phone);
		byId('no-people').hidden = conversations.length > 0 || byId('search').value !== '';
		Phone.drawPeople(people, conversations, open, choose);
	};

	const drawConversation = ({ contact, bubbles }) => {
		current = contact;
		byId('chat-name').textContent = contact.name;
		Phone.fillAvatar(byId('chat-avatar'), contact);
		byId('chat-state').textContent = [
			contact.windowOpen ? '24 h window open' : '24 h window closed',
			Phone.pretty(contact.phone),
			contact.username ? '@' + contact.username : '',
		].filter(Boolean).join(' · ');
		const stop = byId('promotions');
		stop.textContent = contact.marketingStopped ? 'Offers stopped' : 'Stop offers';
		stop.setAttribute('aria-pressed', String(contact.marketingStopped));
		drawBubbles(bubbles);
	};

	/** Draws what is new or has changed; the rest stays, and so does the reader's place. */
	const drawBubbles = (bubbles) => {
		const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
		const known = new Map(bubbles.map((bubble) => [bubble.wamid, bubble]));
		const drawn = new Map();
		const elements = [];
		let day;
		for (const bubble of bubbles) {
			if (Phone.dayOf(bubble.at) !== day) {
				day = Phone.dayOf(bubble.at);
				const before = shown.get('day ' + day)?.element ?? make('p', 'day', day);
				drawn.set('day ' + day, { element: before });
				elements.push(before);
			}
			const answered = new Set(bubbles.filter((other) => other.replyTo === bubble.wamid).map((other) => other.text));
			const problem = problems.get(bubble.wamid);
			const look = JSON.stringify([bubble, [...answered], problem]);
			const before = shown.get(bubble.wamid);
			const quoted = bubble.replyTo ? known.get(bubble.replyTo) : undefined;
			const element = before?.look === look ? before.element : Phone.draw(bubble, { quoted, answered, problem, actions });
			drawn.set(bubble.wamid, { element, look });
			elements.push(element);
		}
		elements.forEach((element, at) => {
			if (log.children[at] !== element) log.insertBefore(element, log.children[at] ?? null);
		});
		while (log.children.length > elements.length) log.lastElementChild.remove();
		shown = drawn;
		if (atEnd) log.scrollTop = log.scrollHeight;
	};

	const refresh = async (phones) => {
		try {
			drawList(await Phone.conversations(byId('search').value));
			if (open && (phones.includes(open) || phones.includes(''))) drawConversation(await Phone.conversation(open));
		} catch (error) {
			if (open && /404/.test(error.message)) close();
		}
	};

	const choose = async (phone) => {
		if (open !== phone) {
			shown = new Map();
			log.replaceChildren();
		}
		open = phone;
		app.dataset.view = 'chat';
		byId('welcome').hidden = true;
		byId('conversation').hidden = false;
		await refresh([phone]);
		log.scrollTop = log.scrollHeight;
		// On a touch screen the keyboard would cover the conversation that was just opened.
		if (matchMedia('(hover: hover)').matches) words.focus();
	};

	const close = () => {
		open = '';
		app.dataset.view = 'list';
		byId('conversation').hidden = true;
		byId('welcome').hidden = false;
		void refresh(['']);
	};

	/** Sends as the open contact, and says so when the business has not taken it. */
	const send = async (message) => {
		const id = 'wamid.' + btoa('phone page ' + crypto.getRandomValues(new Uint32Array(3)).join('-'));
		try {
			const result = await Phone.inbound({ from: open, id, ...message });
			if (!result.delivered) {
				const why = result.reason ?? (result.status ? `n8n answered ${result.status}; it will be tried again` : 'n8n did not answer');
				problems.set(result.wamid, 'not taken yet');
				toast(why);
				await refresh([open]);
			}
		} catch (error) {
			toast(error.message);
		}
	};

	const actions = {
		tap: (bubble, button) => {
			if (button.kind === 'quick_reply') return send({ button: { payload: button.payload, text: button.text }, replyTo: bubble.wamid });
			if (button.kind === 'reply') return send({ button: { id: button.id, title: button.text }, replyTo: bubble.wamid });
			if (button.kind === 'copy_code') {
				void navigator.clipboard?.writeText(button.code).catch(() => undefined);
				return toast(`Code ${button.code} copied`);
			}
			return toast(button.url ? `Would open ${button.url}` : `“${button.text}” has nothing to open here`);
		},
		openList: (bubble) => {
			byId('list-title').textContent = bubble.list.button;
			byId('list-rows').replaceChildren(
				...bubble.list.sections.flatMap((section) => [
					section.title ? make('h3', '', section.title) : '',
					...section.rows.map((row) => {
						const element = make('button', 'row', make('strong', '', row.title), row.description ? make('span', '', row.description) : '');
						element.type = 'button';
						element.addEventListener('click', () => {
							byId('list-dialog').close();
							void send({ list: row, replyTo: bubble.wamid });
						});
						return element;
					}),
				]),
			);
			byId('list-dialog').showModal();
		},
	};

	const ATTACHMENTS = {
		image: { type: 'image', caption: 'A photo' },
		voice: { type: 'voice' },
		document: { type: 'document', filename: 'receipt.pdf' },
		location: { type: 'location', location: { latitude: 52.3702, longitude: 4.8952, name: 'Dam Square', address: 'Amsterdam' } },
		reaction: { type: 'reaction', reaction: '👍' },
	};
	for (const button of attach.querySelectorAll('[data-attach]')) {
		button.addEventListener('click', () => {
			attach.open = false;
			void send(ATTACHMENTS[button.dataset.attach]);
		});
	}

	const grow = () => {
		// The CSSOM is allowed where inline styles are not.
		words.style.height = 'auto';
		words.style.height = words.scrollHeight + 2 + 'px';
	};
	words.addEventListener('input', grow);
	words.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			byId('composer').requestSubmit();
		}
	});
	byId('composer').addEventListener('submit', (event) => {
		event.preventDefault();
		const text = words.value.trim();
		if (!text) return;
		words.value = '';
		grow();
		log.scrollTop = log.scrollHeight;
		void send({ text });
	});

	byId('promotions').addEventListener('click', async () => {
		const value = current.marketingStopped ? 'resume' : 'stop';
		try {
			const result = await Phone.preference(open, value);
			toast((value === 'stop' ? 'Offers stopped in WhatsApp.' : 'Offers welcome again.') + (result.delivered ? '' : ' ' + (result.reason ?? 'n8n has not taken it yet.')));
		} catch (error) {
			toast(error.message);
		}
		await refresh([open]);
	});

	const newContact = () => {
		byId('contact-problem').textContent = '';
		byId('contact-form').reset();
		byId('contact-dialog').showModal();
		byId('contact-name').focus();
	};
	byId('new-contact').addEventListener('click', newContact);
	byId('new-contact-2').addEventListener('click', newContact);
	byId('contact-form').addEventListener('submit', async (event) => {
		event.preventDefault();
		try {
			const contact = await Phone.setContact({ phone: byId('contact-phone').value, name: byId('contact-name').value.trim() });
			byId('contact-dialog').close();
			await choose(contact.phone);
		} catch {
			byId('contact-problem').textContent = 'Please give the number with its country code: 7 to 15 digits.';
		}
	});
	for (const button of document.querySelectorAll('[data-close]')) button.addEventListener('click', () => button.closest('dialog').close());
	byId('back').addEventListener('click', close);
	byId('search').addEventListener('input', () => void refresh([]));
	document.addEventListener('click', (event) => {
		if (!attach.contains(event.target)) attach.open = false;
	});

	Phone.listen(
		(phones) => void refresh(phones),
		(connected) => {
			if (!connected) byId('business').textContent = 'The emulator does not answer. Trying again…';
		},
	);
}
