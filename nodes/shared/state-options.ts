/** The states of an enrollment, to choose from. */
import type { INodePropertyOptions } from 'n8n-workflow';
import type { EnrollmentState } from '../../engine/sequence/enrollment';

const NAMES: Record<EnrollmentState, string> = {
	active: 'Active',
	completed: 'Completed',
	converted: 'Converted',
	exited: 'Exited',
	failed: 'Failed',
	in_review: 'In Review',
	paused: 'Paused',
};

export const stateOptions: INodePropertyOptions[] = Object.entries(NAMES).map(([value, name]) => ({ name, value }));
