export * from '../shared/batch';
