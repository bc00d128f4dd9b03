/** Which workflow listens for which keyword: two that listen for the same one would both answer. */

/**
 * Keywords that nobody has confirmed for so long belong to a workflow that is gone: deleted while n8n was down, or left
 * behind with a copied database. They are free for whoever wants them.
 */
export const KEYWORDS_LAPSE_MS = 2 * 60 * 60_000;

/** The trigger that brings a workflow its messages; its keywords come and go with it. */
export interface KeywordOwner {
	workflowId: string;
	/** Of the trigger. */
	nodeId: string;
}

export interface KeywordClaim {
	/** As keywords are compared (engine/contact/keywords, keywordsOf). */
	keyword: string;
	/** As the author wrote it. */
	written: string;
	/** Where it stands, for the error that names the owner: the workflow "Shop" (node "Keywords"). */
	label: string;
	/** Takes it from another workflow. */
	takeOver?: boolean;
}

/** A keyword that another workflow has. */
export interface TakenKeyword {
	keyword: string;
	/** As its owner wrote it. */
	written: string;
	/** Of the owner. */
	label: string;
}
