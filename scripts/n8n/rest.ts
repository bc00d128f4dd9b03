import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionStatus } from 'n8n-workflow';
import { parseFlatted } from './flatted';
import { N8nRestError, RestSession } from './rest-session';
import type {
	CredentialTestResult,
	Execution,
	ExecutionData,
	ExecutionFilter,
	ExecutionSummary,
	InstalledPackage,
	ManualRun,
	N8nOwner,
	PublicationStatus,
	StoredCredential,
	StoredWorkflow,
	WorkflowJson,
} from './rest-types';

export { N8nRestError, N8nUnreachable } from './rest-session';
export type * from './rest-types';

/** The owner that tests and the demo set up. It exists only on an instance that listens on loopback. */
export const defaultOwner: N8nOwner = {
	email: 'owner@example.com',
	password: 'Sequences-2026',
	firstName: 'Olive',
	lastName: 'Owner',
};

/** n8n could not activate a workflow. `message` holds the sentences of its triggers. */
export class WorkflowActivationFailed extends Error {
	override readonly name = 'WorkflowActivationFailed';
}

// n8n itself gives up after two minutes. A trigger that throws is tried again for 15 s before that counts.
const publicationTimeoutMs = 150_000;
const publicationPollMs = 50;
const executionPollMs = 100;

const noDataYet: ExecutionData = { resultData: { runData: {} } };

/**
 * A client of n8n 2.40's internal REST API, the one its editor uses. Call {@link signIn} first. Every method
 * throws N8nRestError with n8n's own sentence when n8n refuses, N8nUnreachable when it does not answer.
 */
export class N8nRest {
	private readonly session: RestSession;

	/** @param url The address of the instance, without a slash at the end. */
	constructor(readonly url: string) {
		this.session = new RestSession(url);
	}

	/** Makes the owner on a fresh instance, logs in on one that has an owner. */
	async signIn(owner: N8nOwner = defaultOwner): Promise<void> {
		try {
			await this.session.send('POST', '/rest/owner/setup', owner);
		} catch (error) {
			const hasOwner = error instanceof N8nRestError && error.httpStatus === 400 && /already/i.test(error.reason);
			if (!hasOwner) throw error;
			await this.session.send('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		}
	}

	async createCredential(type: string, name: string, data: object): Promise<StoredCredential> {
		return await this.session.send('POST', '/rest/credentials', { type, name, data });
	}

	/** Replaces the data of a credential; running triggers keep the old one until their workflow is activated again. */
	async updateCredential({ id, name, type }: StoredCredential, data: object): Promise<StoredCredential> {
		return await this.session.send('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	async deleteCredential(id: string): Promise<void> {
		await this.session.send('DELETE', `/rest/credentials/${id}`);
	}

	/** Presses "Test" on a stored credential. `data` replaces single fields for this test, as edits not yet saved do. */
	async testCredential({ id, name, type }: StoredCredential, data?: object): Promise<CredentialTestResult> {
		// The editor sends what it shows, with placeholders for secrets, which n8n replaces by the stored ones.
		const shown = await this.session.send<{ data: object }>('GET', `/rest/credentials/${id}?includeData=true`);
		const credentials = { id, name, type, data: { ...shown.data, ...data } };
		return await this.session.send('POST', '/rest/credentials/test', { credentials });
	}

	/** Stores a workflow, not active. Without pinned data, if only none, n8n's editor cannot execute single steps. */
	async createWorkflow({ name, nodes, connections, settings, pinData = {} }: WorkflowJson): Promise<StoredWorkflow> {
		return await this.session.send('POST', '/rest/workflows', { name, nodes, connections, settings, pinData });
	}

	/** Saves changes. What is active stays the version that was activated; {@link activate} again to change that. */
	async updateWorkflow(id: string, changes: Partial<WorkflowJson>): Promise<StoredWorkflow> {
		return await this.session.send('PATCH', `/rest/workflows/${id}`, changes);
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.session.send('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Activates the version last saved and waits until its triggers run. A trigger that throws makes this take
	 * 15 s, because n8n tries it five times.
	 *
	 * @throws WorkflowActivationFailed with the triggers' sentences; N8nRestError when n8n refuses beforehand,
	 * as it does for a missing credential or parameter, or a webhook path that is taken.
	 */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.session.send('POST', `/rest/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.settledPublication(id);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => (errorMessage ? [errorMessage] : []));
		throw new WorkflowActivationFailed(reasons.join('\n') || `n8n reports the workflow as ${status}, without a reason.`);
	}

	/** Deactivates a workflow and waits until its triggers have stopped. */
	async deactivate(id: string): Promise<void> {
		await this.session.send('POST', `/rest/workflows/${id}/deactivate`, {});
		await this.settledPublication(id);
	}

	async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.session.send('GET', `/rest/workflows/${id}/publication-status`);
	}

	/** Deletes a workflow, deactivating it first. Its executions go too. */
	async deleteWorkflow(id: string): Promise<void> {
		if ((await this.workflow(id)).active) await this.deactivate(id);
		// n8n deletes only what has been archived.
		await this.session.send('POST', `/rest/workflows/${id}/archive`, {});
		await this.session.send('DELETE', `/rest/workflows/${id}`);
	}

	/** Executions of a workflow, the newest first, those still running before them. */
	async executions(workflowId: string, filter: ExecutionFilter = {}): Promise<ExecutionSummary[]> {
		const { limit = 100, beforeId, ...conditions } = filter;
		const query = executionQuery({ workflowId, ...conditions }, limit, beforeId);
		const { results } = await this.session.send<{ results: ExecutionSummary[] }>('GET', `/rest/executions?${query}`);
		return results;
	}

	/** One execution with its data, which is empty as long as n8n has not stored any. */
	async execution(id: string): Promise<Execution> {
		const execution = await this.session.send<Omit<Execution, 'data'> & { data: string }>('GET', `/rest/executions/${id}`);
		const data = (parseFlatted(execution.data) as ExecutionData | undefined) ?? noDataYet;
		return { ...execution, data };
	}

	/**
	 * Waits until an execution has ended, or waits for something itself.
	 *
	 * @param timeoutMs Default 60,000.
	 * @throws Error when it is still running after that.
	 */
	async endOfExecution(id: string, timeoutMs = 60_000): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.execution(id);
			if (execution.status !== 'running' && execution.status !== 'new') return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${execution.status} after ${timeoutMs / 1000} s.`);
			await wait(executionPollMs);
		}
	}

	/** How many executions ended (or wait), of one workflow or of all, in these states or in any. */
	async executionCount(workflowId?: string, status?: ExecutionStatus[]): Promise<number> {
		const query = executionQuery({ workflowId, status }, 1);
		return (await this.session.send<{ count: number }>('GET', `/rest/executions?${query}`)).count;
	}

	/** Starts a workflow by hand from one of its triggers, as the editor's button does. A webhook trigger then waits for a call. */
	async runManually(workflowId: string, triggerName: string): Promise<ManualRun> {
		return await this.session.send('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
	}

	/** The names of all node types, such as `n8n-nodes-base.wait`. */
	async nodeTypes(): Promise<string[]> {
		const types = await this.session.send<Array<{ name: string }>>('GET', '/types/nodes.json');
		return [...new Set(types.map(({ name }) => name))];
	}

	/** Presses "Install" in Settings > Community nodes; n8n gets the package from the npm registry. */
	async installPackage(name: string, version: string): Promise<InstalledPackage> {
		return await this.session.send('POST', '/rest/community-packages', { name, version });
	}

	/** Presses "Update" there. */
	async updatePackage(name: string, version: string): Promise<InstalledPackage> {
		return await this.session.send('PATCH', '/rest/community-packages', { name, version });
	}

	async installedPackages(): Promise<InstalledPackage[]> {
		return await this.session.send('GET', '/rest/community-packages');
	}

	/** How long /healthz takes to answer now, in milliseconds: a measure of how busy n8n's main thread is. */
	async healthLatencyMs(): Promise<number> {
		const start = performance.now();
		await this.session.send('GET', '/healthz');
		return performance.now() - start;
	}

	/** n8n (de)activates through a queue; waits until it has handled what it has about this workflow. */
	private async settledPublication(id: string): Promise<PublicationStatus> {
		const deadline = Date.now() + publicationTimeoutMs;
		for (;;) {
			const publication = await this.publicationStatus(id);
			if (publication.status !== 'in_progress') return publication;
			if (Date.now() > deadline) {
				throw new WorkflowActivationFailed(
					`n8n did not finish (de)activating workflow ${id} within ${publicationTimeoutMs / 1000} s. Look at its log.`,
				);
			}
			await wait(publicationPollMs);
		}
	}
}

function executionQuery(conditions: object, limit: number, lastId?: string): string {
	return new URLSearchParams({
		filter: JSON.stringify(conditions),
		limit: String(limit),
		...(lastId === undefined ? {} : { lastId }),
	}).toString();
}
