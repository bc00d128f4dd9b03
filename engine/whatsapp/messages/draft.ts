/**
 * A session message as somebody wrote it: free-form, and taken by Meta inside the 24-hour window only (Meta:
 * messages/send-messages). Texts may hold placeholders; building fills them in and checks Meta's limits.
 */
import type { TextSource } from '../placeholders';

/** A file by its public address, by the id that Meta gave it on upload, or in a binary field of the incoming item. */
export type FileSource = { from: 'link'; link: TextSource } | { from: 'id'; id: TextSource } | { from: 'binary'; field: string };

export type MediaKind = 'image' | 'video' | 'document' | 'audio' | 'sticker';
export type HeaderFileKind = 'image' | 'video' | 'document';

export interface TextDraft {
	kind: 'text';
	text: TextSource;
	/** Whether WhatsApp shows a preview of the first link. */
	preview: boolean;
}

export interface MediaDraft {
	kind: MediaKind;
	file: FileSource;
	/** Images, videos and documents only. */
	caption?: TextSource;
	/** Documents only. */
	fileName?: TextSource;
	/** Audio only: shown as a voice message. */
	voice?: boolean;
}

export type HeaderDraft = { kind: 'text'; text: TextSource } | { kind: HeaderFileKind; file: FileSource };

/** Header, text and footer of messages with buttons or a list. */
export interface FrameDraft {
	header?: HeaderDraft;
	body: TextSource;
	footer?: TextSource;
}

export interface ReplyButtonsDraft extends FrameDraft {
	kind: 'buttons';
	/** Without an id the title serves as one. */
	buttons: Array<{ title: TextSource; id?: TextSource }>;
}

export interface ListDraft extends FrameDraft {
	kind: 'list';
	/** What the button that opens the list says. */
	button: TextSource;
	/** Rows with the same section stand together, under its title. */
	rows: Array<{ title: TextSource; id?: TextSource; description?: TextSource; section?: TextSource }>;
}

export interface UrlButtonDraft extends FrameDraft {
	kind: 'urlButton';
	button: TextSource;
	url: TextSource;
}

export interface LocationDraft {
	kind: 'location';
	latitude: TextSource;
	longitude: TextSource;
	name?: TextSource;
	address?: TextSource;
}

export interface LocationRequestDraft {
	kind: 'locationRequest';
	body: TextSource;
}

export interface ContactCardDraft {
	kind: 'contacts';
	cards: Array<{
		name: TextSource;
		phone?: TextSource;
		email?: TextSource;
		company?: TextSource;
		website?: TextSource;
	}>;
}

export interface ReactionDraft {
	kind: 'reaction';
	/** wamid of the message that is reacted to. */
	to: TextSource;
	/** One emoji; empty takes an earlier reaction away. */
	emoji: TextSource;
}

export type SessionContent =
	| TextDraft
	| MediaDraft
	| ReplyButtonsDraft
	| ListDraft
	| UrlButtonDraft
	| LocationDraft
	| LocationRequestDraft
	| ContactCardDraft
	| ReactionDraft;

export type SessionKind = SessionContent['kind'];

export interface SessionDraft {
	content: SessionContent;
	/** wamid of the message that this one quotes. */
	replyTo?: TextSource;
}
