export * from './push';
export * from './startRegistry';
