/** The files of messages as binary data. A file that cannot be had never costs its message: the item tells the reason. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { record, text } from '../../engine/whatsapp/json-shape';
import type { Account } from '../shared/account';
import { downloadMedia } from '../shared/media-download';
import { messagesOf } from './messages-of-item';
import type { TriggerOptions } from './parameters';

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'document', 'sticker']);
const DEFAULT_LARGEST_MB = 16;

/** Endings for files that WhatsApp sends without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
	'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'video/mp4': 'mp4', 'video/3gpp': '3gp', 'audio/ogg': 'ogg',
	'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/aac': 'aac', 'audio/amr': 'amr', 'application/pdf': 'pdf', 'text/plain': 'txt',
};

/** The item with `data`, `data2`, … and a list `media` of what became of each file. Never throws. */
export async function attachMedia(node: IExecuteFunctions, account: Account, item: INodeExecutionData, options: TriggerOptions): Promise<INodeExecutionData> {
	const withFiles = messagesOf(item).filter(({ type }) => MEDIA.has(text(type)));
	if (withFiles.length === 0) return item;
	const largest = (options.largestFileMb ?? DEFAULT_LARGEST_MB) * 1024 * 1024;
	const media: IDataObject[] = [];
	const binary = { ...item.binary };
	for (const message of withFiles) {
		const property = Object.keys(binary).length === 0 ? 'data' : `data${Object.keys(binary).length + 1}`;
		const content = record(message.content);
		const file = await downloadMedia(node, account, text(content.id), largest);
		if (file.kind === 'none') {
			media.push({ messageId: message.id, property: null, reason: file.reason });
			continue;
		}
		const mimeType = (file.mimeType || text(content.mime_type) || 'application/octet-stream').split(';')[0]!.trim();
		const fileName = nameOf(text(content.filename), text(message.type), mimeType);
		try {
			binary[property] = await node.helpers.prepareBinaryData(file.bytes, fileName, mimeType);
			media.push({ messageId: message.id, property, fileName, mimeType, bytes: file.bytes.length });
		} catch {
			media.push({ messageId: message.id, property: null, reason: 'n8n could not keep the file: look at its settings for binary data.' });
		}
	}
	return { ...item, json: { ...item.json, media }, ...(Object.keys(binary).length > 0 ? { binary } : {}) };
}

/** The name comes from outside and may become one of a file on disk: no folders, no control characters. */
function nameOf(sent: string, type: string, mimeType: string): string {
	const clean = sent.replace(/[\u0000-\u001f\u007f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]/g, '_').replace(/^\.+/, '').trim().slice(-120);
	return clean === '' ? `${type}.${ENDINGS[mimeType] ?? 'bin'}` : clean;
}
