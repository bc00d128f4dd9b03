import { startEmulator, DEFAULT_OPTIONS, type EmulatorOptions } from './index';

/** Command-line options and the setting each one is for. */
const NUMBERS: Readonly<Record<string, keyof EmulatorOptions & NumberOption>> = {
	'--port': 'port',
	'--latency': 'latencyMs',
	'--latency-spread': 'latencySpread',
	'--messaging-limit': 'messagingLimit',
	'--throughput': 'throughputPerSecond',
	'--status-delay': 'statusDelayMs',
	'--status-batch': 'statusBatchMs',
	'--pair-interval': 'pairIntervalMs',
	'--pair-burst': 'pairBurst',
};
type NumberOption =
	| 'port' | 'latencyMs' | 'latencySpread' | 'messagingLimit' | 'throughputPerSecond' | 'statusDelayMs' | 'statusBatchMs' | 'pairIntervalMs' | 'pairBurst';

const FLAGS: Readonly<Record<string, Partial<EmulatorOptions>>> = {
	'--no-read-receipts': { readReceipts: false },
	'--check-media-ids': { checkMediaIds: true },
	'--block-us-marketing': { blockUsMarketing: true },
};

const DEFAULT_PORT = 9_080;

const USAGE = `Usage: emulator [options]
  --port N            port on 127.0.0.1 (${DEFAULT_PORT}; 0 takes any)
  --latency MS        time each Graph answer takes (${DEFAULT_OPTIONS.latencyMs})
  --latency-spread N  percent by which those times spread (${DEFAULT_OPTIONS.latencySpread})
  --messaging-limit N people that templates reach a day outside the window (${DEFAULT_OPTIONS.messagingLimit} for no limit)
  --throughput N      sends per second before 130429 (${DEFAULT_OPTIONS.throughputPerSecond})
  --status-delay MS   from accepted to sent, to delivered, to read (${DEFAULT_OPTIONS.statusDelayMs})
  --status-batch MS   statuses within this span share a POST (${DEFAULT_OPTIONS.statusBatchMs})
  --pair-interval MS  one send per contact in this span (${DEFAULT_OPTIONS.pairIntervalMs}; 0 for no limit)
  --pair-burst N      sends that may be borrowed within it (${DEFAULT_OPTIONS.pairBurst})
  --no-read-receipts  contacts do not report "read"
  --check-media-ids   media ids must be of files uploaded here
  --block-us-marketing  marketing to +1 numbers of the United States fails after it was accepted`;

function readOptions(words: readonly string[]): Partial<EmulatorOptions> {
	const options: Partial<EmulatorOptions> = { port: DEFAULT_PORT };
	for (let at = 0; at < words.length; at += 1) {
		const [word, inline] = words[at].split('=', 2);
		const flag = FLAGS[word];
		if (flag) {
			Object.assign(options, flag);
			continue;
		}
		const setting = NUMBERS[word];
		if (setting === undefined) throw new Error(`Unknown option ${word}.`);
		const text = inline ?? words[(at += 1)];
		const value = Number(text);
		if (text === undefined || !Number.isInteger(value) || value < 0) throw new Error(`${word} needs a whole number, 0 or more.`);
		options[setting] = value;
	}
	return options;
}

async function main(): Promise<void> {
	const words = process.argv.slice(2);
	if (words.includes('--help')) {
		console.log(USAGE);
		return;
	}
	const emulator = await startEmulator(readOptions(words));
	console.log(`WhatsApp emulator: ${emulator.url} (phone page and Graph API; business number +${emulator.account.displayPhoneNumber})`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void emulator.close().then(() => process.exit(0)));
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	console.error(USAGE);
	process.exitCode = 1;
});
