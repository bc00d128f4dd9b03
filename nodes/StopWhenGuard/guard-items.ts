/** What becomes of the items: all of them cost one call for the facts, and one for those who are stopped. */
import type { IDataObject } from 'n8n-workflow';
import type { ContactRef } from '../../engine/contact/contact';
import type { Rule } from '../../engine/sequence/conditions/condition';
import { firstMet } from '../../engine/sequence/conditions/evaluate';
import { needsOf, type Facts } from '../../engine/sequence/conditions/facts';
import { faultsOfRules } from '../../engine/sequence/conditions/validate';
import { explain, type Reason } from '../../engine/sequence/reason';
import type { GuardStop, GuardStopped, StepLease } from '../../engine/store/contract';
import type { Batch } from '../shared/batch';
import { readContact } from '../shared/contact-parameter';
import { faultOf, ItemFault } from '../shared/item-fault';
import { readRules, type RuleParameters } from '../shared/read-rules';

export type Guarded = { kind: 'passed' } | { kind: 'stopped'; guard: IDataObject } | { kind: 'failed'; fault: ItemFault };

/** An item that can be checked. */
interface Checked {
	index: number;
	contact: ContactRef;
	run: { enrollmentId?: string; step?: StepLease };
	rules: Rule[];
	addTags: string[];
	removeTags: string[];
}

/** One answer per item. Without "continue on error" a faulty item keeps the others from being stopped. */
export async function guardItems(batch: Batch): Promise<Guarded[]> {
	const guarded = batch.items.map((): Guarded => ({ kind: 'passed' }));
	const checked = readAll(batch, guarded);
	if (!batch.node.continueOnFail() && guarded.some(({ kind }) => kind === 'failed')) return guarded;
	const rules = [...new Set(checked.map((one) => one.rules))].flat();
	const facts = await batch.store.loadFacts(checked.map(({ contact, run }) => ({ contact, ...run })), needsOf(rules), batch.now);
	const stopping: Array<{ one: Checked; rule: string }> = [];
	checked.forEach((one, i) => {
		const found = judge(one, facts[i] ?? null);
		if (found === 'gone') guarded[one.index] = goneOf(one);
		else if (found) stopping.push({ one, rule: found.name });
	});
	if (!batch.node.continueOnFail() && guarded.some(({ kind }) => kind === 'failed')) return guarded;
	if (stopping.length === 0) return guarded;
	const stopped = await batch.store.stopByGuard(stopping.map(stopOf), batch.now);
	stopping.forEach(({ one, rule }, i) => (guarded[one.index] = { kind: 'stopped', guard: guardItem(rule, stopped[i]!) }));
	return guarded;
}

function readAll(batch: Batch, guarded: Guarded[]): Checked[] {
	const known = new Map<string, Rule[]>();
	return batch.items.flatMap(({ json }, index): Checked[] => {
		// A sample of a manual run belongs to nobody: it passes, so that every step can be seen.
		if (json.sample === true && json.enrollment === null) return [];
		try {
			return [
				{
					index,
					contact: readContact(batch, index),
					run: runOf(json),
					rules: rulesOf(batch, index, known),
					addTags: tagsOf(batch, index, 'addTags'),
					removeTags: tagsOf(batch, index, 'removeTags'),
				},
			];
		} catch (error) {
			guarded[index] = { kind: 'failed', fault: faultOf(error) };
			return [];
		}
	});
}

/** Rules may hold expressions and so differ between items; equal ones are read once. */
function rulesOf({ node }: Batch, index: number, known: Map<string, Rule[]>): Rule[] {
	const parameters = node.getNodeParameter('rules.values', index, []) as RuleParameters[];
	const key = JSON.stringify(parameters);
	const rules = known.get(key) ?? readRules(parameters, 'enrolled');
	const [fault] = rules.length === 0 ? ['The guard has no rule. Add one, or remove the node.'] : faultsOfRules(rules);
	if (fault) throw new ItemFault(fault);
	known.set(key, rules);
	return rules;
}

function tagsOf({ node }: Batch, index: number, parameter: string): string[] {
	const written = node.getNodeParameter(parameter, index, '') as unknown;
	const tags = Array.isArray(written) ? written.map(String) : String(written ?? '').split(/[,\n]/);
	return [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))];
}

/** The run of an item of this pack; one of the Sequence Trigger holds the step by its lease. */
function runOf(json: IDataObject): Checked['run'] {
	const enrollment = json.enrollment as IDataObject | null | undefined;
	if (typeof enrollment?.id !== 'string') return {};
	const step = (json.step as IDataObject | undefined)?.name;
	if (typeof enrollment.lease !== 'string' || typeof step !== 'string') return { enrollmentId: enrollment.id };
	return { enrollmentId: enrollment.id, step: { enrollmentId: enrollment.id, lease: enrollment.lease, step } };
}

function judge({ rules }: Checked, facts: Facts | null): Rule | 'gone' | null {
	return facts ? firstMet(rules, facts) : 'gone';
}

/** The contact is not there any more: with a run it was erased, without one the item is of another number. */
function goneOf({ contact, run }: Checked): Guarded {
	if (run.enrollmentId) return { kind: 'stopped', guard: { rule: null, applied: false, ...reasonItem('enrollment_ended'), stepsNotSent: [], tagsRemoved: [], tagsAdded: [] } };
	const fault = new ItemFault(`There is no contact with the ID "${contact.id}" on this WhatsApp number`, 'Items of another number cannot be used here.');
	return { kind: 'failed', fault };
}

function stopOf({ one, rule }: { one: Checked; rule: string }): GuardStop {
	const { contact, run, addTags, removeTags } = one;
	return { contact, ...run, rule, addTags, removeTags };
}

function guardItem(rule: string, { applied, reason, stepsNotSent, tagsRemoved, tagsAdded }: GuardStopped): IDataObject {
	return { rule, applied, ...reasonItem(reason), stepsNotSent, tagsRemoved, tagsAdded };
}

const reasonItem = (reason: Reason): IDataObject => ({ reason, explanation: explain(reason) });
