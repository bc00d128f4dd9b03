/** A request that the store will not carry out; the message is a sentence for the user, with what to do. */
export class StoreRefusal extends Error {
	override readonly name = 'StoreRefusal';
}

/** The refusal is not about the request: the store itself cannot be used now, so the rest of a batch fails as well. */
export class StoreUnavailable extends StoreRefusal {}
