/** A million damaged webhooks through signature check, parser and store, up to a hundred together. */
import { inMemory } from '../lifecycle/ground';
import { fuzz } from '../runner';
import { batches, type Payload } from '../webhook/payloads';
import { receive } from '../webhook/receive';

async function main(): Promise<number> {
	const ground = await inMemory();
	try {
		return await fuzz<Payload[]>({
			name: 'webhook',
			cases: 1_000_000,
			sizeOf: (payloads) => payloads.length,
			arbitrary: batches,
			describe: (payloads) => payloads.map((one) => JSON.stringify(one)).join('\n'),
			check: (payloads) => receive(ground, payloads),
		});
	} finally {
		await ground.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
