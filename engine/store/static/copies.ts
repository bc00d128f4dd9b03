/** The live copies of this n8n process: one for each workflow and business number. */
import { LiveCopy, type CopyOf } from './live-copy';
import { Keeper } from './keeper';

export interface OpenCopy {
	copy: LiveCopy;
	keeper: Keeper;
}

const copies = new Map<string, Promise<OpenCopy>>();

const keyOf = ({ workflow, account }: CopyOf): string => JSON.stringify([workflow, account]);

/**
 * The live copy, begun from the saved state when there is none yet. Whoever comes later with a state that the copy does
 * not know, as another process may have saved it, has it merged in.
 *
 * @param now UTC milliseconds
 */
export async function openCopy(of: CopyOf, saved: unknown, now: number): Promise<OpenCopy> {
	const known = copies.get(keyOf(of));
	if (known) {
		const open = await known;
		await open.copy.take(saved);
		return open;
	}
	const opening = LiveCopy.open(of, saved, now).then((copy) => ({ copy, keeper: new Keeper(copy) }));
	copies.set(keyOf(of), opening);
	// Whoever mends the saved state must not have to restart n8n.
	opening.catch(() => copies.delete(keyOf(of)));
	return await opening;
}

/** Ends the copy, as the end of the process does. */
export async function closeCopy(of: CopyOf): Promise<void> {
	const known = copies.get(keyOf(of));
	copies.delete(keyOf(of));
	const open = await known;
	open?.keeper.stop();
	await open?.copy.close();
}
