import { exitWith, runTypeScript } from './setup/run-typescript.mjs';
import { setUp } from './setup/set-up.mjs';

// `node scripts/docs-pictures.mjs`: draws the timelines of docs/sequences.md from the preview's own output.
await exitWith(async () => runTypeScript(await setUp(), 'scripts/docs/pictures/main.ts', []));
