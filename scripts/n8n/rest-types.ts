import type { ExecutionStatus, IConnections, INode, IPinData, IRunExecutionData, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';

/** Who owns a fresh instance. The password needs 8 characters, a number and a capital letter. */
export interface N8nOwner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** A workflow as files hold it and as n8n takes it in. Every trigger node needs an `id`, or it cannot be activated. */
export interface WorkflowJson {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

/** A workflow as n8n has stored it. */
export interface StoredWorkflow extends WorkflowJson {
	id: string;
	/** The version last saved. */
	versionId: string;
	/** The version that is active; null when the workflow is not. */
	activeVersionId: string | null;
	active: boolean;
}

/** A credential as n8n shows it: without its data. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** What the button "Test" of a credential says. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** How far n8n is with (de)activating a workflow. It works through a queue, so this changes after the request. */
export interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	liveVersionId: string | null;
	pendingVersionId: string | null;
	triggers: Array<{ nodeId: string; status: 'activated' | 'failed'; errorMessage: string | null }>;
}

/** One row of the executions list. Times are ISO 8601. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: WorkflowExecuteMode;
	createdAt: string;
	startedAt: string | null;
	stoppedAt: string | null;
	waitTill: string | null;
}

/** One execution with what its nodes received and gave. */
export interface Execution extends ExecutionSummary {
	data: ExecutionData;
}

/** `resultData.runData` holds the runs of each node by its name; the rest is there once n8n has stored it. */
export type ExecutionData = Pick<IRunExecutionData, 'resultData'> & Partial<IRunExecutionData>;

/** A community package as Settings > Community nodes shows it. */
export interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ name: string; type: string; latestVersion: number }>;
	failedLoading?: boolean;
}

/** Which executions to list. */
export interface ExecutionFilter {
	status?: ExecutionStatus[];
	mode?: WorkflowExecuteMode;
	/** At most 100, n8n's own limit. Default 100. */
	limit?: number;
	/** Only executions older than this one: for paging, the id of the last one received. */
	beforeId?: string;
}

/** What starting by hand led to. */
export type ManualRun = { executionId: string } | { waitingForWebhook: true };
