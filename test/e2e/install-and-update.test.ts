/** The package as its users get it: installed by n8n itself from an npm registry, and updated with people in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { startEmulator, type Emulator } from '../../emulator';
import { credentialFor } from '../../scripts/demo/credential';
import { setUpFromEnvironment } from '../../scripts/n8n/environment';
import { startN8n, type N8nInstance } from '../../scripts/n8n/instance';
import { N8nRest } from '../../scripts/n8n/rest';
import type { StoredCredential } from '../../scripts/n8n/rest-types';
import { version as CURRENT } from '../../package.json';
import { repacked, startNpmRegistry, type NpmRegistry } from './npm-registry';
import { eventually } from './real-n8n';
import { enrollListWorkflow, getWorkflow, sequenceWorkflow } from './workflows';

const PACKAGE = 'n8n-nodes-whatsapp-sequences';
/** Lower than any that was ever published. */
const PREVIOUS = '0.0.9';
const ANA = { phone: '+15550100001', name: 'Ana' };
const BEN = { phone: '+15550100002', name: 'Ben' };

interface Send {
	to: string;
}

describe('n8n itself', () => {
	let folder: string;
	let registry: NpmRegistry;
	let emulator: Emulator;
	let n8n: N8nInstance;
	let rest: N8nRest;
	let credential: StoredCredential;
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'whatsapp-sequences-update-'));
		const { tarball, ...setUp } = setUpFromEnvironment();
		registry = await startNpmRegistry([await repacked(tarball, PREVIOUS, folder), tarball]);
		emulator = await startEmulator({ pairIntervalMs: 0 });
		n8n = await startN8n({ ...setUp, userFolder: path.join(folder, 'n8n'), env: registry.env });
		rest = new N8nRest(n8n.url);
		await rest.signIn();
	}, 300_000);
	afterAll(async () => {
		await n8n?.stop();
		await emulator?.close();
		await registry?.close();
		await rm(folder, { recursive: true, force: true });
	}, 60_000);

	const ask = async <Answer>(hook: string, ...people: object[]): Promise<Answer[]> =>
		(await axios.post<Answer[]>(`${n8n.url}/webhook/${hook}`, { people }, { proxy: false })).data;
	const sentTo = async ({ phone }: { phone: string }): Promise<number> =>
		(await axios.get<Send[]>(`${emulator.url}/emulator/sends`)).data.filter(({ to }) => to.replace(/^\+?/, '+') === phone).length;

	test('installs the package from the registry, with its dependencies, and has its nodes at once', async () => {
		const { installedVersion, installedNodes } = await rest.installPackage(PACKAGE, PREVIOUS);
		expect(installedVersion).toBe(PREVIOUS);
		expect(installedNodes.map(({ type }) => type)).toContain(`${PACKAGE}.sequenceTrigger`);
		expect(await rest.nodeTypes()).toEqual(expect.arrayContaining(installedNodes.map(({ type }) => type)));
		expect(registry.asked).toEqual(expect.arrayContaining([`/${PACKAGE}/-/${PREVIOUS}.tgz`, '/luxon', '/pg', '/libphonenumber-js']));
	}, 300_000);

	test('runs a sequence with it', async () => {
		credential = await rest.createCredential('whatsAppSequencesApi', 'WhatsApp Sequences account', credentialFor(emulator));
		expect(await rest.testCredential(credential)).toMatchObject({ status: 'OK' });
		const steps = [
			{ name: 'Welcome', seconds: 0, template: 'order_update' },
			{ name: 'Later', seconds: 20, template: 'order_update' },
			{ name: 'Last', seconds: 86_400, template: 'order_update' },
		];
		const workflows = [sequenceWorkflow('Cars', steps, credential), enrollListWorkflow('enroll', 'Cars', credential), getWorkflow('get', 'Cars', credential)];
		for (const workflow of workflows) await rest.activate((await rest.createWorkflow(workflow)).id);
		expect(await ask('enroll', ANA)).toMatchObject([{ enrollment: { outcome: 'enrolled' } }]);
		await eventually(() => sentTo(ANA), (count) => count === 1, 30_000);
	}, 120_000);

	test('updates to this version, and everybody keeps their place', async () => {
		const [before] = await ask<{ enrollment: { id: string; enrolledAt: string } }>('get', ANA);
		expect((await rest.updatePackage(PACKAGE, CURRENT)).installedVersion).toBe(CURRENT);
		expect(await rest.installedPackages()).toMatchObject([{ packageName: PACKAGE, installedVersion: CURRENT, failedLoading: false }]);
		const [after] = await ask<typeof before>('get', ANA);
		expect(after!.enrollment).toMatchObject({ id: before!.enrollment.id, enrolledAt: before!.enrollment.enrolledAt, state: 'active' });
	}, 300_000);

	test('goes on sending after the update and a restart, each message once', async () => {
		await n8n.restart();
		await rest.signIn();
		await eventually(() => sentTo(ANA), (count) => count === 2, 60_000);
		const [ana] = await ask<{ enrollment: object }>('get', ANA);
		expect(ana!.enrollment).toMatchObject({ state: 'active', nextStep: 'Last' });
		expect(await ask('enroll', BEN)).toMatchObject([{ enrollment: { outcome: 'enrolled' } }]);
		await eventually(() => sentTo(BEN), (count) => count === 1, 30_000);
		expect(await sentTo(ANA)).toBe(2);
	}, 240_000);
});
