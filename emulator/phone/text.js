'use strict';

/**
 * Words on the page. What people write is only ever set as text, never as HTML: a name like `<img onerror>`
 * stays a name.
 */
globalThis.Phone = {};

{
	/** Makes an element; children are elements or text. */
	const make = (tag, className, ...children) => {
		const element = document.createElement(tag);
		if (className) element.className = className;
		element.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
		return element;
	};

	const SVG = 'http://www.w3.org/2000/svg';
	/** A line drawing from a path. */
	const icon = (path) => {
		const svg = document.createElementNS(SVG, 'svg');
		svg.setAttribute('viewBox', '0 0 24 24');
		svg.setAttribute('aria-hidden', 'true');
		const line = document.createElementNS(SVG, 'path');
		line.setAttribute('d', path);
		svg.append(line);
		return svg;
	};

	/** WhatsApp's marks and the element each stands for. */
	const MARKS = [
		[/```([^`]+)```/, 'code'],
		[/(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/, 'strong'],
		[/(?<![\w_])_([^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])/, 'em'],
		[/(?<![\w~])~([^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])/, 's'],
	];

	/** A text with *bold*, _italic_, ~struck~ and ```code``` as nodes. */
	const formatted = (text) => {
		let first;
		for (const [pattern, tag] of MARKS) {
			const found = pattern.exec(text);
			if (found && (!first || found.index < first.found.index)) first = { found, tag };
		}
		if (!first) return [text];
		const { found, tag } = first;
		const inside = tag === 'code' ? [found[1]] : formatted(found[1]);
		return [text.slice(0, found.index), make(tag, '', ...inside), ...formatted(text.slice(found.index + found[0].length))];
	};

	const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
	const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
	const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
	const sameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();

	Object.assign(globalThis.Phone, {
		make,
		icon,
		formatted,
		time: (at) => clock.format(at),
		dayOf: (at) => (sameDay(at, Date.now()) ? 'Today' : day.format(at)),
		/** The hour today, the date before. */
		when: (at) => (sameDay(at, Date.now()) ? clock.format(at) : shortDay.format(at)),
		initials: (name) => {
			const words = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
			const letters = words.map((word) => word.match(/[\p{L}\p{N}]/u)[0]);
			return (letters.length > 1 ? letters[0] + letters[letters.length - 1] : (letters[0] ?? '?')).toUpperCase();
		},
		/** The same colour for the same number, always. */
		hue: (phone) => 'hue-' + ([...phone].reduce((sum, digit) => sum + Number(digit), 0) % 7),
		pretty: (phone) => '+' + phone,
	});
}
