/** One step forward of the tables. */
export interface Migration {
	version: number;
	/** Run in this order, in one transaction. What CREATE TABLE and ALTER TABLE say here is what export and import know. */
	statements: string[];
}
