/** One thing that the doctor has to say. */
export interface Finding {
	/** Stays the same when the sentence changes. */
	id: string;
	severity: Severity;
	/** What it is about, in words of the credential or of Meta's pages. */
	subject: string;
	/** What was found. */
	finding: string;
	/** What to do next; empty when there is nothing to do. */
	advice: string;
}

/** problem: messages do not come or go; warning: they soon may not, or something is missed; ok: as it should be. */
export type Severity = 'problem' | 'warning' | 'ok';

type Say = (id: string, subject: string, finding: string, advice: string) => Finding;

export const problem: Say = (id, subject, finding, advice) => ({ id, severity: 'problem', subject, finding, advice });
export const warning: Say = (id, subject, finding, advice) => ({ id, severity: 'warning', subject, finding, advice });
export const ok = (id: string, subject: string, finding: string): Finding => ({ id, severity: 'ok', subject, finding, advice: '' });
