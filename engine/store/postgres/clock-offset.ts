/**
 * By how much the database's clock is ahead of this process's. Leases, due times and ids come from many machines, whose
 * clocks may be minutes apart: to one that runs ahead every lease would look over. So all of them live in the time of
 * the database.
 */
export class ClockOffset {
	private offset = 0;

	/** @param clock UTC milliseconds of this process */
	constructor(private readonly clock: () => number) {}

	/**
	 * Asks the database for its time and answers the offset in milliseconds. The database read its clock at some moment
	 * between question and answer, so the offset is known but for the length of the round trip; the last one stays as
	 * long as it is possible. Clocks that agree thus have no offset at all, and one that is set right is noticed at once.
	 */
	async measure(databaseTime: () => Promise<number>): Promise<number> {
		const asked = this.clock();
		const there = await databaseTime();
		const answered = this.clock();
		this.offset = Math.min(Math.max(this.offset, there - answered), there - asked);
		return this.offset;
	}
}
