import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout: the one that holds package.json. */
export const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
