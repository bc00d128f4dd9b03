/** n8n-core keeps an encryption key in its user folder: imported before it, this keeps the real one out of the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = mkdtempSync(join(tmpdir(), 'whatsapp-sequences-n8n-'));
process.env.N8N_USER_FOLDER = home;
process.env.N8N_LOG_LEVEL = 'silent';
delete process.env.N8N_ENCRYPTION_KEY;
delete process.env.EXECUTIONS_MODE;

afterAll(() => rmSync(home, { recursive: true, force: true }));
