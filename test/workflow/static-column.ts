/** The static data of one workflow as n8n's database holds it: loaded as a copy, saved as a whole, last writer wins. */
import type { IDataObject } from 'n8n-workflow';
import type { NodeOfWorkflow } from '../../nodes/shared/workflow-store';

let columns = 0;

export class StaticColumn {
	readonly workflowId = `workflow-with-static-data-${++columns}`;
	private saved = '{}';

	load(): IDataObject {
		return JSON.parse(this.saved) as IDataObject;
	}

	save(staticData: IDataObject): void {
		this.saved = JSON.stringify(staticData);
	}

	/** A node in an execution that ends at once. */
	node(): NodeOfWorkflow {
		const staticData = this.load();
		const global = (staticData.global ??= {}) as IDataObject;
		return { getWorkflow: () => ({ id: this.workflowId }), getMode: () => 'trigger', getWorkflowStaticData: () => global };
	}
}
