/** How a person is called on a page, and the way to theirs. */
import type { Contact } from '../../contact/contact';
import { foreign, type Html, html } from '../html';
import { link } from '../link';
import { texts } from '../texts';

type Named = Pick<Contact, 'name' | 'phone' | 'userId'>;

/** Name, else number, else user id. */
export function who({ name, phone, userId }: Named): string {
	return name ?? phone ?? userId ?? texts.contacts.nameless;
}

export function personLink(contact: Named & Pick<Contact, 'id'>): Html {
	const { id, name, phone } = contact;
	return html`<a href="${link('person', { id })}">${foreign(who(contact))}</a>${name !== null && phone !== null && html` <span class="quiet">${phone}</span>`}`;
}
