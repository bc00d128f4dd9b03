import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const setup = path.resolve(__dirname, '..', '..', '..', 'scripts', 'setup');
const moduleUrl = (file: string): string => JSON.stringify(pathToFileURL(path.join(setup, file)).href);

/** What `npm start` runs in the end; it says when it has been asked to stop. */
const CHILD = `process.on('SIGTERM', () => { console.log('tidied up'); process.exit(0); }); setInterval(() => {}, 1000); console.log('running');`;
const COMMAND = `import { exitWith } from ${moduleUrl('run-typescript.mjs')};
	import { runInForeground } from ${moduleUrl('run.mjs')};
	await exitWith(() => runInForeground(process.execPath, ['--eval', ${JSON.stringify(CHILD)}]));`;

describe('a command that npm started', () => {
	it.each<NodeJS.Signals>(['SIGTERM', 'SIGKILL'])('lets its program tidy up when npm\'s shell ends by %s', async (signal) => {
		// The second command keeps the shell from becoming the first one, as npm's does not either.
		const shell = spawn('sh', ['-c', '"$NODE" --input-type=module --eval "$COMMAND"; true'], {
			env: { ...process.env, NODE: process.execPath, COMMAND, npm_lifecycle_event: 'start' },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let output = '';
		shell.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			if (output === 'running\n') shell.kill(signal);
		});
		// Closed by the last process that writes to it.
		await once(shell.stdout, 'close');
		expect(output).toBe('running\ntidied up\n');
	});
});
