import { exitWith, runTypeScript } from './setup/run-typescript.mjs';
import { setUp } from './setup/set-up.mjs';

// `npm start`: everything from a fresh clone to a running demo.
await exitWith(async () => {
	const ready = await setUp({ n8n: true });
	return await runTypeScript(ready, 'scripts/demo/main.ts', process.argv.slice(2));
});
