/** An item that cannot be worked on: the sentence goes to the user, and nothing of it is written. */
export class ItemFault extends Error {
	override readonly name = 'ItemFault';

	constructor(
		message: string,
		/** What to do about it. */
		readonly advice = '',
	) {
		super(message);
	}
}

/** What went wrong with an item; an error of n8n's is an expression that cannot be worked out for it. */
export function faultOf(error: unknown): ItemFault {
	if (error instanceof ItemFault) return error;
	return new ItemFault(error instanceof Error ? error.message : String(error));
}
