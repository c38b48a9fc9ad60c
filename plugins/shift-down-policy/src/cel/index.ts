export * from './compileCel';
export * from './types';
