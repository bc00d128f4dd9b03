const pollMs = 250;

/**
 * Ends this process like SIGTERM does when npm, which started it, is gone. npm passes SIGTERM on to the shell
 * between them only (`sh -c`), and that shell ends without passing anything on. (Ctrl+C reaches all of them.)
 * Without npm nothing happens: a command put into the background outlives the shell it was typed into.
 */
export function endWithNpm() {
	if (process.env.npm_lifecycle_event === undefined) return;
	const shell = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === shell) return;
		clearInterval(timer);
		process.kill(process.pid, 'SIGTERM');
	}, pollMs);
	timer.unref();
}
