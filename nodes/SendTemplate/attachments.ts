/** Files out of binary fields of the items: uploaded to Meta once each, and replaced by the id that Meta gives them. */
import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Withheld } from '../../engine/dispatch/prepared-send';
import { Slots } from '../../engine/dispatch/slots';
import { ACCOUNT_PAUSE_MS, retryPauseMs } from '../../engine/sequence/retry';
import type { MediaUploads, Upload } from '../../engine/whatsapp/media-uploads';
import { fileFault, isAnimated } from '../../engine/whatsapp/messages/file';
import type { FileSource, SessionDraft } from '../../engine/whatsapp/messages/draft';
import { adviceOf, dispositionOf, reasonOf } from '../../engine/whatsapp/meta-errors';
import type { TextSource } from '../../engine/whatsapp/placeholders';
import type { Template } from '../../engine/whatsapp/template';
import { isFileKey } from '../../engine/whatsapp/template-variables';
import type { GraphTransport } from '../../engine/whatsapp/transport';
import type { Wanted } from './wanted';

/** A file that cannot be sent, in a sentence. */
export class BadFile extends Error {}

export interface AttachmentPorts {
	context: IExecuteFunctions;
	items: INodeExecutionData[];
	transport: GraphTransport;
	uploads: MediaUploads;
	/** Nothing is uploaded; ids are made up. */
	dryRun: boolean;
}

/** Files held in memory at once: Meta takes up to 100 MB each. */
const AT_ONCE = 3;

export class Attachments {
	private readonly slots = new Slots(AT_ONCE);
	/** By where n8n keeps the bytes: the same file often comes with thousands of items, and is read once. */
	private readonly files = new Map<string, Promise<{ id: string } | { withheld: Withheld }>>();
	private readonly withheld = new Map<number, Withheld>();

	constructor(private readonly ports: AttachmentPorts) {}

	/** Why an item's message must wait: one of its files could not be uploaded now. */
	withheldFor(index: number): Withheld | undefined {
		return this.withheld.get(index);
	}

	/** What is wanted, with ids in the place of binary fields. Rejects with BadFile. */
	async resolve(wanted: Wanted, template: Template | undefined, index: number): Promise<Wanted> {
		switch (wanted.kind) {
			case 'none':
				return wanted;
			case 'session':
				return { ...wanted, draft: await this.ofDraft(wanted.draft, index) };
			case 'template':
				return { ...wanted, template: { ...wanted.template, sources: await this.ofSources(wanted.template.sources, template, index) } };
			case 'auto':
				return {
					...wanted,
					draft: await this.ofDraft(wanted.draft, index),
					template: { ...wanted.template, sources: await this.ofSources(wanted.template.sources, template, index) },
				};
		}
	}

	private async ofDraft(draft: SessionDraft, index: number): Promise<SessionDraft> {
		const { content } = draft;
		if ('file' in content) return { ...draft, content: { ...content, ...(await this.ofFile(content, index)) } };
		if ('header' in content && content.header && 'file' in content.header) {
			const { file } = await this.ofFile(content.header, index);
			return { ...draft, content: { ...content, header: { ...content.header, file } } };
		}
		return draft;
	}

	private async ofFile(part: { kind: string; file: FileSource; fileName?: TextSource }, index: number): Promise<{ file: FileSource; fileName?: TextSource }> {
		const { kind, file, fileName } = part;
		if (file.from !== 'binary') return { file, fileName };
		const binary = this.ports.items[index].binary?.[file.field];
		if (!binary) throw new BadFile(`The item has no binary field "${file.field}" with the ${kind}. ${this.fieldsOf(index)}`);
		const id: TextSource = { literal: await this.idOf(binary, file.field, kind, index) };
		return { file: { from: 'id', id }, fileName: fileName ?? (binary.fileName ? { literal: binary.fileName } : undefined) };
	}

	/** A template's file may be typed as the name of a binary field. */
	private async ofSources(sources: Record<string, TextSource>, template: Template | undefined, index: number): Promise<Record<string, TextSource>> {
		const resolved = { ...sources };
		for (const [key, source] of Object.entries(sources)) {
			const field = (typeof source === 'string' ? source : source.literal).trim();
			const binary = isFileKey(key) ? this.ports.items[index].binary?.[field] : undefined;
			if (!binary) continue;
			resolved[key] = { literal: await this.idOf(binary, field, formatAt(key, template), index) };
			const nameKey = key.replace(/media$/, 'filename');
			if (binary.fileName && !resolved[nameKey]) resolved[nameKey] = { literal: binary.fileName };
		}
		return resolved;
	}

	private fieldsOf(index: number): string {
		const fields = Object.keys(this.ports.items[index].binary ?? {});
		return fields.length === 0 ? 'It has none at all.' : `It has ${fields.map((field) => `"${field}"`).join(', ')}.`;
	}

	private async idOf(binary: IBinaryData, field: string, kind: string, index: number): Promise<string> {
		// The id names the file in n8n's storage; kept in memory, the data itself is the content.
		const key = `${kind} ${binary.id ?? binary.data}`;
		const file = this.files.get(key) ?? this.upload(binary, field, kind, index);
		this.files.set(key, file);
		const uploaded = await file;
		if ('id' in uploaded) return uploaded.id;
		this.withheld.set(index, uploaded.withheld);
		return NO_ID;
	}

	private async upload(binary: IBinaryData, field: string, kind: string, index: number): Promise<{ id: string } | { withheld: Withheld }> {
		const { context, transport, uploads, dryRun } = this.ports;
		await this.slots.take();
		try {
			const bytes = await context.helpers.getBinaryDataBuffer(index, field);
			const name = binary.fileName || field;
			const fault = fileFault(kind, { mimeType: binary.mimeType, size: bytes.length, name, animated: isAnimated(bytes) });
			if (fault) throw new BadFile(fault);
			if (dryRun) return { id: NO_ID };
			return uploadedFile(await uploads.idOf(transport, { name, mimeType: binary.mimeType, bytes }));
		} finally {
			this.slots.free();
		}
	}
}

/** Stands for the id that Meta would give the file. */
const NO_ID = '0';

function formatAt(key: string, template: Template | undefined): string {
	const card = /^card\.(\d+)\./.exec(key);
	const part = card ? template?.cards[Number(card[1])] : template;
	return part?.header?.format.toLowerCase() ?? 'document';
}

/** A file that Meta refuses for good is the message's fault; all else is tried again. */
function uploadedFile(upload: Upload): { id: string } | { withheld: Withheld } {
	if (upload.ok) return { id: upload.id };
	const { answer } = upload;
	const soon = retryPauseMs(1, Math.random());
	if (answer.kind !== 'refused') {
		return { withheld: { reason: 'meta_unavailable', detail: `The file could not be uploaded. ${answer.detail}`, retryAfterMs: soon } };
	}
	const { error, status } = answer;
	const detail = `Meta did not take the file. ${adviceOf(error)} (code ${error.code}: ${[error.message, error.details].filter(Boolean).join(' ')})`;
	const disposition = dispositionOf(error, status);
	if (disposition !== 'account' && disposition !== 'retry') throw new BadFile(detail);
	return { withheld: { reason: reasonOf(error, status), detail, retryAfterMs: disposition === 'account' ? ACCOUNT_PAUSE_MS : soon } };
}
