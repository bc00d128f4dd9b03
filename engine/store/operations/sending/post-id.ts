/**
 * The id of one POST: a send may be posted again after a refusal, or after its answer was lost, and an answer to the
 * earlier POST must not be taken for one to the later.
 */
import type { SendRow } from '../../sql/rows';

export function postIdOf({ id, posts }: Pick<SendRow, 'id' | 'posts'>): string {
	return `${id}#${posts}`;
}

export function readPostId(postId: string): { id: string; posts: number } {
	const [id = '', posts] = postId.split('#');
	return { id, posts: Number(posts) };
}
