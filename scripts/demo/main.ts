/** `npm start`: the demo to click through, or with --once the story played unattended. */
import { DASHBOARD } from './credential';
import { preferredPort } from './preferred-port';
import { playStory, timelineOf } from './story';
import { DEMO_OWNER, setTheStage, type Stage } from './stage';

const N8N_PORT = 5678;
const EMULATOR_PORT = 9080;

async function main(): Promise<number> {
	const once = process.argv.includes('--once');
	const say = (line: string): void => console.log(`• ${line}`);
	const stepSeconds = once ? 5 : 20;
	const stage = await setTheStage({
		stepSeconds,
		say,
		...(once ? {} : { n8nPort: await preferredPort(N8N_PORT), emulatorPort: await preferredPort(EMULATOR_PORT) }),
	});
	if (once) return await playOnce(stage, stepSeconds, say);
	tellAddresses(stage, stepSeconds);
	await interrupted();
	say('Stopping');
	await stage.close();
	return 0;
}

async function playOnce(stage: Stage, stepSeconds: number, say: (line: string) => void): Promise<number> {
	try {
		const result = await playStory(stage, stepSeconds * 1000, say);
		console.log('\nWhat the customers got:');
		for (const line of await timelineOf(stage)) console.log(line);
		console.log(`\n${JSON.stringify(result)}`);
		return result.ok ? 0 : 1;
	} finally {
		await stage.close();
	}
}

function tellAddresses({ n8n, emulator, workflowId, dashboardUrl }: Stage, stepSeconds: number): void {
	console.log(`
Ready. Days are ${stepSeconds} seconds here, so that you can watch.

  The phone       ${emulator.url}/
                  Write PROMO as a customer, then wait, reply, or write STOP.
  The canvas      ${n8n.url}/workflow/${workflowId}
                  Sign in as ${DEMO_OWNER.email} with the password ${DEMO_OWNER.password}
  The dashboard   ${dashboardUrl}
                  Log in as ${DASHBOARD.user} with the password ${DASHBOARD.password}

Everything runs on this computer only and is forgotten when you stop it with Ctrl+C.`);
}

function interrupted(): Promise<void> {
	return new Promise((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
