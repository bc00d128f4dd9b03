export { answerReviewLink, reviewLink, REVIEW_FIELD, type LinkSettings } from './link-page';
export { reviewPages } from './queue';
