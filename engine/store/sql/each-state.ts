/**
 * Lists of a table whose indexes have its rows by state: the first of each state, of which the first of all are the page. So a page
 * costs the same however many rows there are, and no second index without the state has to be kept.
 */
import type { SqlParams } from '../driver';

/**
 * A query for the ids of the first `:limit` rows in each of these states.
 *
 * @param condition of rows `l`: whose they are, and where the page begins
 * @param params gets the names of the states
 */
export function eachState(table: 'enrollment' | 'review', condition: string, states: readonly string[], order: 'ASC' | 'DESC', params: SqlParams): string {
	return states
		.map((state, i) => {
			params[`state_${i}`] = state;
			return `SELECT id FROM (
				SELECT l.id FROM ${table} l WHERE ${condition} AND l.state = :state_${i} ORDER BY l.id ${order} LIMIT :limit
			) of_state_${i}`;
		})
		.join(' UNION ALL ');
}
