export * from './dockerfile';
export * from './terraform';
export * from './types';
