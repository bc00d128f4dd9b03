/** Reads the fields of a session message: those of its own kind only. */
import type { FileSource, FrameDraft, HeaderDraft, MediaKind, SessionContent, SessionDraft, SessionKind } from '../../engine/whatsapp/messages/draft';
import type { PerItem } from './parameters';
import { asEntries, asOptionalSource, asSource, asText, type Sources } from './text-sources';

type Reader<T> = (item: number) => T;

/** The reader is made once per run; every field without an expression is then read once. */
export function sessionReader(kind: SessionKind, perItem: PerItem): Reader<SessionDraft> {
	const contentOf = contentReader(kind, perItem);
	const replyTo = perItem('options.replyTo', asOptionalSource);
	return (item) => {
		const quoted = kind === 'reaction' ? undefined : replyTo(item);
		return { content: contentOf(item), ...(quoted === undefined ? {} : { replyTo: quoted }) };
	};
}

function contentReader(kind: SessionKind, perItem: PerItem): Reader<SessionContent> {
	const source = (name: string) => perItem(name, asSource);
	const optional = (name: string) => perItem(name, asOptionalSource);
	const entries = (name: string) => perItem(name, asEntries);
	switch (kind) {
		case 'image':
		case 'video':
		case 'document':
		case 'audio':
		case 'sticker':
			return mediaReader(kind, perItem);
		case 'buttons': {
			const [frame, buttons] = [frameReader(perItem), entries('buttons.button')];
			return (item) => ({ kind, ...frame(item), buttons: buttons(item).map(({ title = '', ...more }) => ({ title, ...more })) });
		}
		case 'list': {
			const [frame, button, rows] = [frameReader(perItem), source('listButton'), entries('rows.row')];
			return (item) => ({ kind, ...frame(item), button: button(item), rows: rows(item).map(({ title = '', ...more }) => ({ title, ...more })) });
		}
		case 'urlButton': {
			const [frame, button, url] = [frameReader(perItem), source('buttonText'), source('url')];
			return (item) => ({ kind, ...frame(item), button: button(item), url: url(item) });
		}
		case 'location': {
			const [latitude, longitude, name, address] = [source('latitude'), source('longitude'), optional('placeName'), optional('address')];
			return (item) => ({ kind, latitude: latitude(item), longitude: longitude(item), name: name(item), address: address(item) });
		}
		case 'locationRequest': {
			const body = source('body');
			return (item) => ({ kind, body: body(item) });
		}
		case 'contacts': {
			const cards = entries('cards.card');
			return (item) => ({ kind, cards: cards(item).map(({ name = '', ...more }: Sources) => ({ name, ...more })) });
		}
		case 'reaction': {
			const [to, emoji] = [source('reactTo'), source('emoji')];
			return (item) => ({ kind, to: to(item), emoji: emoji(item) });
		}
		default: {
			const [text, preview] = [source('text'), perItem('preview', (value) => value !== false)];
			return (item) => ({ kind: 'text', text: text(item), preview: preview(item) });
		}
	}
}

function mediaReader(kind: MediaKind, perItem: PerItem): Reader<SessionContent> {
	const file = fileReader(perItem);
	const [caption, fileName] = [perItem('caption', asOptionalSource), perItem('fileName', asOptionalSource)];
	const voice = perItem('voice', (value) => value === true);
	return (item) => ({ kind, file: file(item), caption: caption(item), fileName: fileName(item), voice: voice(item) });
}

function fileReader(perItem: PerItem): Reader<FileSource> {
	const from = perItem('fileFrom', asText);
	const [link, id, field] = [perItem('link', asSource), perItem('mediaId', asSource), perItem('binaryField', asText)];
	return (item) => {
		switch (from(item)) {
			case 'binary':
				return { from: 'binary', field: field(item).trim() || 'data' };
			case 'id':
				return { from: 'id', id: id(item) };
			default:
				return { from: 'link', link: link(item) };
		}
	};
}

function frameReader(perItem: PerItem): Reader<FrameDraft> {
	const [body, footer] = [perItem('body', asSource), perItem('footer', asOptionalSource)];
	const [headerType, headerText, file] = [perItem('headerType', asText), perItem('headerText', asSource), fileReader(perItem)];
	const headerOf = (item: number): HeaderDraft | undefined => {
		const kind = headerType(item);
		if (kind === 'text') return { kind, text: headerText(item) };
		return kind === 'image' || kind === 'video' || kind === 'document' ? { kind, file: file(item) } : undefined;
	};
	return (item) => ({ header: headerOf(item), body: body(item), footer: footer(item) });
}
