export type { Operation } from '../../shared/operation';
