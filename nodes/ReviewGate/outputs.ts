/**
 * The order is a safety catch: what n8n sends on by itself (a waiting execution that times out, a node that is switched
 * off, n8n before 2.39 when an execution is woken) comes out of the first output, and nothing is approved there.
 */
export const OUTPUT_NAMES = ['Pending', 'Approved', 'Rejected'];

export const PENDING = 0;
export const APPROVED = 1;
export const REJECTED = 2;
