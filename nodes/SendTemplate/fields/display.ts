/** When a field is shown. Session fields serve twice: for a message of that kind, and for Auto with that kind. */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { SessionKind } from '../../../engine/whatsapp/messages/draft';

export const PLACEHOLDERS =
	'In typed text, {name}, {phone}, {reference}, {tags}, {attribute.field} and {context.field} stand for the contact’s own values; {name|there} says what to write when there is none';

type Show = NonNullable<IDisplayOptions['show']>;

/** The fields as shown for messages of these kinds; `more` narrows that by other parameters. */
export function forKinds(kinds: SessionKind[], fields: INodeProperties[], more: Show = {}): INodeProperties[] {
	return fields.flatMap((field) => {
		const own = { ...field.displayOptions?.show, ...more };
		return [
			{ ...field, displayOptions: { show: { message: kinds, ...own } } },
			{ ...field, displayOptions: { show: { message: ['auto'], sessionType: kinds, ...own } } },
		];
	});
}
