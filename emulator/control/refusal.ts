/** A control request that makes no sense; answered 400 with the sentence. */
export class BadControl extends Error {}
