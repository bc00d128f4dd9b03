/** One step forward of the tables. */
import type { Dialect } from '../driver';

export interface Migration {
	version: number;
	/** Run in this order, in one transaction. What CREATE TABLE and ALTER TABLE say here is what export and import know. */
	statements: string[];
	/** What each database has its own words for; run after `statements`. */
	ofDatabase?: Record<Dialect['database'], string[]>;
}

/** All statements of a migration, in the words of this database. */
export function statementsOf({ statements, ofDatabase }: Migration, dialect: Dialect): string[] {
	return [...statements, ...(ofDatabase?.[dialect.database] ?? [])].map((statement) => dialect.definition(statement));
}
