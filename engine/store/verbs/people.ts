/** What is known of people. */
import type { AccountStore } from '../contract';
import { renameTag, setTags } from '../operations/people/change-tags';
import { getContacts, listContacts, saveContacts } from '../operations/people/manage-contacts';
import { mergePeople } from '../operations/people/merge-people';
import { consentHistory, consentOf, recordConsent } from '../operations/people/record-consent';
import { recordConversions } from '../operations/people/record-conversions';
import { addTags, factsOf, incrementAttributes, removeTags, setAttributes } from '../operations/people/tag-contacts';
import { findContacts } from '../sql/contacts';
import { timelineOf, timelinesOf } from '../sql/timeline';
import type { Transactions } from './transactions';

export const peopleVerbs = ({ run, read }: Transactions) =>
	({
		recordConversions: (requests, now) => run(now, (scope) => recordConversions(scope, requests)),
		addTags: (requests, now) => run(now, (scope) => addTags(scope, requests)),
		removeTags: (requests, now) => run(now, (scope) => removeTags(scope, requests)),
		tagsOf: (contacts) => read((scope) => factsOf(scope, contacts)),
		recordConsent: (requests, now) => run(now, (scope) => recordConsent(scope, requests)),
		consentOf: (contacts) => read((scope) => consentOf(scope, contacts)),
		consentHistory: (contacts, limit) => read((scope) => consentHistory(scope, contacts, limit)),
		incrementAttributes: (requests, now) => run(now, (scope) => incrementAttributes(scope, requests)),
		setTags: (requests, now) => run(now, (scope) => setTags(scope, requests)),
		renameTag: (from, to, now) => run(now, (scope) => renameTag(scope, from, to)),
		getContacts: (contacts) => read((scope) => getContacts(scope, contacts)),
		listContacts: (filter, page) => read((scope) => listContacts(scope, filter, page)),
		saveContacts: (requests, now) => run(now, (scope) => saveContacts(scope, requests)),
		mergePeople: (requests, now) => run(now, (scope) => mergePeople(scope, requests)),
		setAttributes: (requests, now) => run(now, (scope) => setAttributes(scope, requests)),
		contactTimeline: (contact, limit) =>
			read(async (scope) => {
				const [row] = await findContacts(scope, [contact]);
				return row ? timelineOf(scope, row.id, limit) : [];
			}),
		contactTimelines: (contacts, limit) =>
			read(async (scope) => {
				const rows = await findContacts(scope, contacts);
				const timelines = await timelinesOf(scope, rows.flatMap((row) => row?.id ?? []), limit);
				return rows.map((row) => timelines.get(row?.id ?? '') ?? []);
			}),
	}) satisfies Partial<AccountStore>;
