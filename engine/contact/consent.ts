/** What people can wish to get no more of, and who may have told us so. */

/**
 * marketing is what STOP is about. utility (order updates, reminders) is left alone by it, and has a stop of its own that
 * somebody records.
 */
export type ConsentCategory = 'marketing' | 'utility';

export const CONSENT_CATEGORIES: readonly ConsentCategory[] = ['marketing', 'utility'];

/**
 * keyword: the person wrote or tapped a word such as STOP. preference: the person's own switch in WhatsApp. meta_error:
 * Meta refused a message because of that switch (131050). manual: somebody recorded it. import: it came with a list.
 */
export type ConsentSource = 'keyword' | 'preference' | 'meta_error' | 'manual' | 'import';
