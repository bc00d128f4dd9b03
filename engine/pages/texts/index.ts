/**
 * Every word that pages show, by family of pages. To translate them, translate this folder: nothing is written anywhere else,
 * but the sentences of reasons and findings, which nodes tell too. Sentences with a number are functions, since languages count in different ways.
 */
import { attention } from './attention';
import { contactPages } from './contact';
import { desk } from './desk';
import { frame } from './frame';
import { reviews } from './reviews';
import { sequencePages } from './sequences';
import { settings } from './settings';

export const texts = { ...frame, ...sequencePages, ...contactPages, attention, desk, reviews, settings } as const;
