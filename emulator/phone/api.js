'use strict';

/** What the page asks of the emulator. */
{
	const read = async (path) => {
		const answer = await fetch(path, { headers: { Accept: 'application/json' } });
		if (!answer.ok) throw new Error('HTTP ' + answer.status);
		return answer.json();
	};

	const post = async (path, body) => {
		const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
		const result = await answer.json();
		if (!answer.ok) throw new Error(result.error ?? 'HTTP ' + answer.status);
		return result;
	};

	/** Calls `changed(phones)` whenever conversations change, and once after each time the line was lost. */
	const listen = (changed, state) => {
		const events = new EventSource('/emulator/events');
		events.onopen = () => {
			state(true);
			changed(['']);
		};
		events.onerror = () => state(false);
		events.onmessage = (event) => changed(JSON.parse(event.data));
	};

	Object.assign(globalThis.Phone, {
		conversations: (search) => read('/emulator/conversations?search=' + encodeURIComponent(search)),
		conversation: (phone) => read('/emulator/conversations/' + encodeURIComponent(phone)),
		inbound: (request) => post('/emulator/inbound', request),
		preference: (from, value) => post('/emulator/preferences', { from, value }),
		setContact: (contact) => post('/emulator/contacts', contact),
		listen,
	});
}
