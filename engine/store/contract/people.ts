/** Tags and attributes of contacts. */
import type { Contact, ContactRef } from '../../contact/contact';

export interface TagRequest {
	contact: ContactRef;
	tags: string[];
}

export interface TagChange {
	contactId: string;
	/** Those of the request that the contact did not have before, or had when they are removed. */
	changed: string[];
}

export interface TagsSet {
	contactId: string;
	added: string[];
	removed: string[];
}

export interface IncrementRequest {
	contact: ContactRef;
	/** Name of the attribute. */
	name: string;
	/** May be negative. */
	by: number;
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

/** A contact with what is kept about them. */
export interface ContactView extends Omit<ContactFacts, 'contactId'> {
	contact: Contact;
	/** UTC milliseconds. */
	createdAt: number;
}

export interface SaveRequest {
	/** Name and time zone are written too; what is left out stays. */
	contact: ContactRef;
	/** As in AttributeRequest. */
	attributes: Record<string, unknown>;
}

export interface SavedContact extends ContactView {
	/** Nobody was known by these ids before. */
	created: boolean;
}

/** Which contacts to list; all that are given must hold. */
export interface ContactFilter {
	/** Part of the name, phone number or user id. */
	search?: string;
	tag?: string;
	/** A value that they have; without one, anything but nothing. Capital letters make no difference. */
	attribute?: { key: string; value?: string };
	marketing?: 'allowed' | 'opted_out';
}
