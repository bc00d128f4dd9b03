/** From facts about a connection to what is wrong with it and what to do: pure, so every broken set-up can be tried. */
import type { ConnectionFacts } from './facts';
import type { Finding, Severity } from './finding';
import { judgeCredential, judgeToken } from './judge-access';
import { judgeNumber } from './judge-number';
import { judgeWebhook } from './judge-webhook';

export { NUMBER_FIELDS, type Answering, type Asked, type ConnectionFacts } from './facts';
export type { Finding, Severity } from './finding';
export { addressInForce } from './judge-webhook';

export interface Diagnosis {
	state: 'works' | 'works_partly' | 'broken';
	summary: string;
	/** The worst first, else in the order in which one would set things up. */
	findings: Finding[];
}

const ORDER: Record<Severity, number> = { problem: 0, warning: 1, ok: 2 };

export function diagnose(facts: ConnectionFacts): Diagnosis {
	const findings = [judgeCredential, judgeToken, judgeNumber, judgeWebhook].flatMap((judge) => judge(facts));
	const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
	const [problems, warnings] = [count('problem'), count('warning')];
	const sorted = [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
	if (problems > 0) return { state: 'broken', summary: `${plural(problems, 'problem')} to solve: ${sorted[0]!.finding}`, findings: sorted };
	if (warnings > 0) return { state: 'works_partly', summary: `It works, with ${plural(warnings, 'warning')}: ${sorted[0]!.finding}`, findings: sorted };
	return { state: 'works', summary: 'Everything is as it should be: messages come in and can be sent.', findings: sorted };
}

function plural(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}
