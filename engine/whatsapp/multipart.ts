/** A multipart/form-data body for one file (RFC 7578), as Meta's media upload wants it. */

export interface UploadFile {
	name: string;
	mimeType: string;
	bytes: Buffer;
}

export interface MultipartBody {
	contentType: string;
	body: Buffer;
}

/** `boundary` must not occur in the file; a random one of 20 letters or more does not. */
export function multipartBody(fields: Record<string, string>, file: UploadFile, boundary: string): MultipartBody {
	const texts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotable(file.name)}"\r\nContent-Type: ${quotable(file.mimeType)}\r\n\r\n`;
	const body = Buffer.concat([Buffer.from(texts.join('') + head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
	return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

/** A name from outside must not end its header. */
function quotable(text: string): string {
	return text.replace(/["\r\n\\]/g, '_');
}
