// Runs a server as long as its own stdin is open, then ends it and removes `remove`. Argument: a JSON file with
// {command, args, folder, remove?, uid?, gid?}. A process of its own, so that the server goes however its starter went.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';

const { command, args, folder, remove, ...user } = JSON.parse(await readFile(process.argv[2], 'utf8'));
const server = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user });
let words = '';
server.stderr.setEncoding('utf8').on('data', (chunk) => (words = (words + chunk).slice(-2_000)));
server.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
server.on('close', async (code) => {
	if (code !== 0 && !process.stdin.closed) process.stderr.write(words);
	if (remove) await rm(remove, { recursive: true, force: true });
	process.exit(code ?? 1);
});
// SIGINT: PostgreSQL's fast shutdown, which does not wait for its clients.
process.stdin.on('close', () => server.kill('SIGINT'));
process.stdin.resume();
