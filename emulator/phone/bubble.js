'use strict';

/** One message as the customer sees it. */
{
	const { make, icon, formatted, time } = globalThis.Phone;

	const DRAWINGS = {
		image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
		video: 'M4 6h11v12H4zM15 10l5-3v10l-5-3',
		gif: 'M4 6h16v12H4zM10 9l5 3-5 3z',
		document: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
		audio: 'M12 4v9M9 7v6a3 3 0 006 0V7a3 3 0 00-6 0zM6 12a6 6 0 0012 0M12 18v3',
		sticker: 'M5 5h14v9l-5 5H5zM19 14h-5v5M9 10h.01M14 10h.01M9 13a3 3 0 005 0',
		location: 'M12 21c4-5 6-8 6-11a6 6 0 00-12 0c0 3 2 6 6 11zM12 12a2 2 0 100-4 2 2 0 000 4z',
		contacts: 'M12 11a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 4-6 8-6s8 2 8 6',
		other: 'M5 5h14v11H9l-4 4z',
	};
	const NAMES = { image: 'Photo', video: 'Video', gif: 'GIF', document: 'Document', audio: 'Voice message', sticker: 'Sticker', location: 'Location', contacts: 'Contact', order: 'Order' };
	const nameOf = (kind) => NAMES[kind] ?? kind;

	const header = (head) => {
		const flat = ['audio', 'document', 'contacts', 'location', 'order'].includes(head.kind);
		const box = make('div', flat ? 'media flat' : 'media', icon(DRAWINGS[head.kind] ?? DRAWINGS.other));
		const caption = head.text ?? (head.link ? head.link.split('/').pop().split('?')[0] : '');
		box.append(make('span', 'caption', nameOf(head.kind) + (caption ? ' · ' + caption : '')));
		return box;
	};

	/** A header of words stands with the text; any other above it, from edge to edge. */
	const place = (head, paper, inner) => {
		if (head?.kind === 'text') inner.append(make('p', 'head', ...formatted(head.text ?? '')));
		else if (head) paper.append(header(head));
	};

	/** The buttons below a message, and what each does when it is tapped. */
	const taps = (bubble, answered, actions) => {
		const group = make('div', 'taps');
		for (const button of bubble.buttons ?? []) {
			const element = make('button', answered.has(button.text) ? 'tapped' : '', button.text);
			element.type = 'button';
			element.addEventListener('click', () => actions.tap(bubble, button));
			group.append(element);
		}
		if (bubble.list) {
			const element = make('button', '', '☰ ' + bubble.list.button);
			element.type = 'button';
			element.setAttribute('aria-haspopup', 'dialog');
			element.addEventListener('click', () => actions.openList(bubble));
			group.append(element);
		}
		return group.childElementCount > 0 ? group : '';
	};

	const summary = (bubble) => bubble.text ?? bubble.header?.text ?? nameOf(bubble.header?.kind ?? bubble.type);

	/**
	 * `quoted` is the bubble this one answers, `answered` the texts of answers it has had, `problem` why the business
	 * has not taken it yet.
	 */
	const draw = (bubble, { quoted, answered, problem, actions }) => {
		const mine = bubble.from === 'contact';
		const paper = make('div', 'paper');
		const inner = make('div', 'inner');
		place(bubble.header, paper, inner);
		if (quoted) inner.append(make('p', 'quote', summary(quoted)));
		if (bubble.text) inner.append(make('p', 'words', ...formatted(bubble.text)));
		if (bubble.footer) inner.append(make('p', 'foot', bubble.footer));
		if (!bubble.header && !bubble.text) inner.append(make('p', 'words', nameOf(bubble.type)));
		const stamp = make('span', 'meta', time(bubble.at));
		if (problem) {
			stamp.classList.add('problem');
			stamp.append(' · ' + problem);
		}
		inner.append(stamp);
		paper.append(inner, taps(bubble, answered, actions));
		const element = make('article', mine ? 'bubble mine' : 'bubble', paper);
		element.setAttribute('aria-label', mine ? 'You wrote' : 'From the business');
		if (bubble.cards) element.append(cards(bubble, answered, actions));
		if (bubble.reaction) element.append(make('span', 'reaction', bubble.reaction));
		return element;
	};

	const cards = (bubble, answered, actions) => {
		const row = make('div', 'cards');
		for (const card of bubble.cards) {
			const paper = make('div', 'paper');
			const inner = make('div', 'inner');
			place(card.header, paper, inner);
			if (card.text) inner.append(make('p', 'words', ...formatted(card.text)));
			paper.append(inner, taps({ ...card, wamid: bubble.wamid, type: bubble.type }, answered, actions));
			row.append(paper);
		}
		return row;
	};

	Object.assign(globalThis.Phone, { draw, summary });
}
