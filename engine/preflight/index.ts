/** Whether a sequence is ready for people on this account. */
export { findingOfRule, findingsOfKeywords } from './check-keywords';
export { findingsOfNumber, NUMBER_FIELDS } from './check-number';
export { checkSequence, type KnownSequence, type Surroundings } from './check-sequence';
export { finding, type Finding } from './finding';
