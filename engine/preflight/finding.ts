/** What a preflight tells. */
export interface Finding {
	/** error: messages will not leave; warning: some may not, or not as meant; ok: it was looked at, and all is well. */
	severity: 'error' | 'warning' | 'ok';
	check: 'credential' | 'number' | 'templates' | 'definition' | 'message' | 'published' | 'time_zone' | 'next_sequence' | 'keyword' | 'summary';
	/** Null for what concerns every sequence of the number. */
	sequence: string | null;
	step: string | null;
	sentence: string;
	/** What to do; empty where there is nothing to do. */
	advice: string;
}

export type Told = Omit<Finding, 'sequence' | 'step'> & Partial<Pick<Finding, 'sequence' | 'step'>>;

export const finding = (told: Told): Finding => ({ sequence: null, step: null, ...told });
