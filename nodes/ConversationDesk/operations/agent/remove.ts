/** Remove: the agent leaves; their conversations go back into the queue, at the place of their beginning. */
import { updateDisplayOptions } from 'n8n-workflow';
import { workOnItems, type Batch, type Outcome } from '../../../shared/batch';
import { agentField, readAgent } from '../../agent-fields';

export const description = updateDisplayOptions({ show: { resource: ['agent'], operation: ['remove'] } }, [agentField('Who leaves the desk')]);

export function execute(batch: Batch): Promise<Outcome> {
	return workOnItems(batch, {
		read: (item) => readAgent(batch, item),
		work: (names) => batch.store.removeAgents(names, batch.now),
		answer: (removed, name) => ({ agent: { name, removed } }),
	});
}
