import { DEMO_ACCOUNT, type EmulatorAccount } from './account';
import { DEFAULT_TEMPLATES } from './templates/defaults';
import type { Template } from './templates/types';

export interface EmulatorOptions {
	/** Port on 127.0.0.1; 0 takes any free one. */
	port: number;
	account: EmulatorAccount;
	templates: Template[];
	/** Milliseconds between accepting a Graph call and answering it. */
	latencyMs: number;
	/** How widely the answers spread around it, in percent; see latency.ts. */
	latencySpread: number;
	/** People that templates may reach outside their windows within 24 hours (250, 2,000, …); 0 for no limit. */
	messagingLimit: number;
	/** Whether a media id must be of a file that was uploaded here. Meta insists. */
	checkMediaIds: boolean;
	/** Whether marketing to numbers of the United States fails after it was accepted (131049), as it does at Meta. */
	blockUsMarketing: boolean;
	/** Sends accepted in any one second before 130429. Meta's default is 80. */
	throughputPerSecond: number;
	/** Milliseconds from accepted to sent, from sent to delivered and from delivered to read. */
	statusDelayMs: number;
	/** Statuses produced within this many milliseconds travel in one POST. */
	statusBatchMs: number;
	/** Whether contacts have read receipts on. */
	readReceipts: boolean;
	/** Milliseconds one contact costs before the next send is due (131056). Meta's is 6,000; a demo that shrinks days to seconds shrinks this too. 0 switches it off. */
	pairIntervalMs: number;
	/** Sends to one contact that may be borrowed within one pair interval. Meta's is 45. */
	pairBurst: number;
	/** Whether the WABA is subscribed to the app from the start. Meta asks for one POST to subscribed_apps. */
	wabaSubscribed: boolean;
	/** First pause before a webhook that was not answered 200 is sent again; doubles up to `redeliveryCapMs`. */
	redeliveryStartMs: number;
	redeliveryCapMs: number;
}

export const DEFAULT_OPTIONS: EmulatorOptions = {
	port: 0,
	account: DEMO_ACCOUNT,
	templates: DEFAULT_TEMPLATES,
	latencyMs: 0,
	latencySpread: 0,
	messagingLimit: 0,
	checkMediaIds: false,
	blockUsMarketing: false,
	throughputPerSecond: 80,
	statusDelayMs: 50,
	statusBatchMs: 100,
	readReceipts: true,
	pairIntervalMs: 6_000,
	pairBurst: 45,
	wabaSubscribed: false,
	redeliveryStartMs: 500,
	redeliveryCapMs: 5_000,
};
