/** Tags and attributes of contacts. */
import type { ContactRef } from '../../contact/contact';

export interface TagRequest {
	contact: ContactRef;
	tags: string[];
}

export interface TagChange {
	contactId: string;
	/** Those of the request that the contact did not have before, or had when they are removed. */
	changed: string[];
}

export interface AttributeRequest {
	contact: ContactRef;
	/** Merged into what is kept; a value of null is taken away. */
	attributes: Record<string, unknown>;
}

/** What is kept about a contact besides their row. */
export interface ContactFacts {
	contactId: string;
	/** In alphabetical order. */
	tags: string[];
	attributes: Record<string, unknown>;
}

export interface MergeRequest {
	/** Who stays: what they know of themselves holds. */
	into: ContactRef;
	from: ContactRef;
}

export interface MergedPerson {
	contactId: string;
	/** The id of the contact who is no more; it leads to the one who stays from now on. */
	mergedId: string;
	/** Runs that ended because another run of the same person through the same sequence goes on. */
	endedEnrollments: string[];
}
