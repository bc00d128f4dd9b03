import { exitWith, runTypeScript } from './setup/run-typescript.mjs';
import { setUp } from './setup/set-up.mjs';

// `npm run emulator -- --port 9080`: the stand-in for Meta's Cloud API alone.
await exitWith(async () => {
	const ready = await setUp();
	return await runTypeScript(ready, 'emulator/main.ts', process.argv.slice(2));
});
