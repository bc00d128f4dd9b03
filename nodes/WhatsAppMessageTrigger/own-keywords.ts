/**
 * The keywords that this trigger's workflow listens for, kept per number while the workflow is published. A Keyword
 * Match node does not run on activation, so the trigger that brings it the messages takes them.
 */
import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { KeywordRuleError } from '../../engine/contact/keywords';
import type { Timers } from '../../engine/dispatch/timers';
import type { AccountStore, KeywordClaim, KeywordOwner } from '../../engine/store/contract';
import { claimsOf } from '../KeywordMatch/claims';
import { CREDENTIAL, toAccount } from '../shared/account';
import { toNodeError } from '../shared/errors';
import { openAccountStore } from '../shared/stores';
import { kindOfError } from './intake';
import { isTestEnding } from './test-registration';

/** n8n's context of publishing and unpublishing, and that of the time between. */
type Published = IHookFunctions | ITriggerFunctions;

/** A few times before they would lapse (KEYWORDS_LAPSE_MS). */
const CONFIRM_EVERY_MS = 30 * 60_000;

/** n8n starts up, or another process takes over: the keywords were looked at when a person published the workflow. */
const UNATTENDED = ['init', 'leadershipChange'];

/**
 * Takes them. Throws the sentence that names whoever has one of them, or the rule that cannot work: then the workflow is
 * not published.
 */
export async function takeKeywords(hook: IHookFunctions): Promise<void> {
	if (isTest(hook)) return;
	if (UNATTENDED.includes(hook.getActivationMode())) return await takeWhatIsFree(hook);
	try {
		const claims = ownClaims(hook);
		await (await storeOf(hook))?.claimKeywords(ownerOf(hook), claims, Date.now());
	} catch (error) {
		if (error instanceof KeywordRuleError) throw new NodeOperationError(hook.getNode(), error.message, { level: 'warning' });
		throw toNodeError(hook.getNode(), error);
	}
}

/**
 * Says from time to time that the workflow still listens, until it is told to stop: keywords of a workflow that was deleted
 * while n8n was down, or stayed behind in a copied database, are free a while later.
 */
export function confirmKeywords(trigger: ITriggerFunctions, timers: Timers): () => void {
	let stop = (): void => undefined;
	let active = true;
	const again = (): void => {
		if (active) stop = timers.after(CONFIRM_EVERY_MS, () => void confirm());
	};
	const confirm = async (): Promise<void> => {
		try {
			await (await storeOf(trigger))?.confirmKeywords(ownerOf(trigger), timers.now());
		} catch (error) {
			trigger.logger.warn(`The keywords of this workflow could not be confirmed: ${kindOfError(error)}`);
		}
		again();
	};
	again();
	return () => {
		active = false;
		stop();
	};
}

/** Never throws: n8n calls it after a failed activation, too. */
export async function giveKeywordsBack(hook: Published): Promise<void> {
	if (isTest(hook) || ('getWebhookName' in hook && isTestEnding(hook))) return;
	try {
		await (await storeOf(hook))?.releaseKeywords(ownerOf(hook), Date.now());
	} catch (error) {
		hook.logger.warn(`The keywords of this workflow still belong to it: ${kindOfError(error)}`);
	}
}

/** What another workflow has taken over meanwhile stays there, and nothing of this keeps a workflow from starting. */
export async function takeWhatIsFree(hook: Published): Promise<void> {
	try {
		const store = await storeOf(hook);
		if (!store) return;
		const owner = ownerOf(hook);
		const claims = ownClaims(hook);
		const taken = await store.takenKeywords(owner.workflowId, claims.map(({ keyword }) => keyword), Date.now());
		const others = new Set(taken.map(({ keyword }) => keyword));
		const free = claims.filter(({ keyword }) => !others.has(keyword)).map((claim) => ({ ...claim, takeOver: false }));
		await store.claimKeywords(owner, free, Date.now());
	} catch (error) {
		hook.logger.warn(`The keywords of this workflow could not be looked at: ${kindOfError(error)}`);
	}
}

function ownClaims(hook: Published): KeywordClaim[] {
	return claimsOf(hook.getWorkflow(), hook.getChildNodes(hook.getNode().name, { includeNodeParameters: true }));
}

/** Null where there is nobody to compare with: static data belongs to one workflow, and without a number there is no scope. */
async function storeOf(hook: Published): Promise<AccountStore | null> {
	const account = toAccount(await hook.getCredentials(CREDENTIAL));
	if (account.store.kind === 'static' || account.phoneNumberId === '') return null;
	return await openAccountStore(account);
}

function ownerOf(hook: Published): KeywordOwner {
	return { workflowId: String(hook.getWorkflow().id), nodeId: hook.getNode().id };
}

/** A test in the editor takes nothing from anybody. */
const isTest = (hook: Published): boolean => hook.getActivationMode() === 'manual';
