/** What happened, what comes and what is amiss, in words: for nodes and pages alike. */
export * from './audit';
export * from './explain-next';
export * from './explain-run';
