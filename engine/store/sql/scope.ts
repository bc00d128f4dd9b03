/** What every statement family works with: an open transaction, the account it is bound to, and the time. */
import type { SqlSession } from '../driver';

export interface Scope {
	session: SqlSession;
	account: string;
	/** UTC milliseconds. */
	now: number;
}
