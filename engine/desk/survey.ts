/** Which messages answer the satisfaction survey, pure. */
import { normaliseSigns } from '../contact/normalise';
import type { Survey } from '../sequence/definition';

/** How long after the end of a conversation an answer still counts, in milliseconds. */
export const SURVEY_OPEN_MS = 3 * 24 * 60 * 60_000;

/** The answer as the survey's author wrote it, or null: then it is a message like any other. */
export function surveyAnswerIn({ answers }: Survey, texts: ReadonlyArray<string | undefined>): string | null {
	const said = texts.flatMap((text) => (text === undefined || text.trim() === '' ? [] : [normaliseSigns(text)]));
	return answers.find((answer) => said.includes(normaliseSigns(answer))) ?? null;
}
