// Loaded into n8n before its own code (`node --require`). n8n is started with a pipe as stdin, which closes when
// the process that started it is gone, however it went. Without this a killed test run would leave n8n behind.
process.stdin.on('close', () => process.exit(0));
process.stdin.resume();
// The pipe alone must not keep n8n alive once it has shut down.
process.stdin.unref?.();
