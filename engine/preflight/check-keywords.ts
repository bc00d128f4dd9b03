/** Keywords that another workflow has, as findings. */
import type { TakenKeyword } from '../store/contract';
import { finding, type Finding } from './finding';

export function findingsOfKeywords(taken: readonly TakenKeyword[]): Finding[] {
	return taken.map(({ written, label }) =>
		finding({
			severity: 'error',
			check: 'keyword',
			sentence: `The keyword "${written}" on this WhatsApp number belongs to ${label}: publishing this workflow will be refused.`,
			advice: 'Choose another word, unpublish that workflow, or allow Take Over Keywords in the options of Keyword Match.',
		}),
	);
}

export function findingOfRule(sentence: string): Finding {
	return finding({ severity: 'error', check: 'keyword', sentence: `${sentence}.`, advice: 'Change the rule on the Keyword Match node.' });
}
