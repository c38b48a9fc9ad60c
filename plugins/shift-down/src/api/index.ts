export { shiftDownApiRef } from './ref';
