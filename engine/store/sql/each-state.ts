/**
 * Lists of a table whose indexes have its rows by state: the first of each state, of which the first of all are the page. So a page
 * costs the same however many rows there are, and no second index without the state has to be kept.
 */
import type { SqlParams } from '../driver';

export interface Listed {
	table: 'conversation' | 'enrollment' | 'review';
	columns: string;
	/** Of rows `l`: whose they are, and where the page begins. */
	condition: string;
	order: 'ASC' | 'DESC';
}

/**
 * A query for the first `:limit` rows in each of these states, to be ordered and cut. Whole rows, not ids to look them up by: PostgreSQL may
 * read a table from its end instead, asking of each row whether its id is among them.
 *
 * @param params gets the names of the states
 */
export function eachState({ table, columns, condition, order }: Listed, states: readonly string[], params: SqlParams): string {
	return states
		.map((state, i) => {
			params[`state_${i}`] = state;
			return `SELECT * FROM (
				SELECT ${columns} FROM ${table} l WHERE ${condition} AND l.state = :state_${i} ORDER BY l.id ${order} LIMIT :limit
			) of_state_${i}`;
		})
		.join(' UNION ALL ');
}
